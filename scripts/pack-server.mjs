/**
 * Packs what a host runs: the built page and the bridge as plain JavaScript, with the packages it needs inside. No build
 * tools, no node_modules, no demo. `node scripts/pack-server.mjs [--folder FOLDER]` makes FOLDER, or dist/ponte-server-<version>.tgz.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, isBuilt, ROOT } from './build.mjs'

const { name, version, license, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** The demo's packages are an identity provider and two mail servers: who hosts mail has those. */
const withoutDemo = {
  name: 'without-demo',
  enforce: 'pre',
  resolveId: (source) => (/^\.\/demo\//.test(source) ? '\0without-demo' : undefined),
  load: (id) =>
    id === '\0without-demo'
      ? `import { ConfigError } from ${JSON.stringify(join(ROOT, 'bridge/config/configError.ts'))}
         export const startDemo = () => {
           throw new ConfigError(['providers: none is configured, and the packed server has no demo. See docs/hosting.md.'])
         }
         export const parseBehaviours = () => []`
      : undefined,
}

async function packInto(folder) {
  if (!isBuilt()) await build()
  // Only here: building needs it, running does not.
  const { build: viteBuild } = await import('vite')
  await viteBuild({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    plugins: [withoutDemo],
    ssr: { noExternal: true },
    build: {
      ssr: 'start.ts',
      outDir: join(folder, 'server'),
      emptyOutDir: true,
      target: 'node20',
      minify: true,
      rolldownOptions: {
        // Optional additions of ws that nobody installs.
        external: ['bufferutil', 'utf-8-validate'],
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  cpSync(join(ROOT, 'dist/web'), join(folder, 'web'), { recursive: true })
  for (const path of [
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'deploy',
    'docs/hosting.md',
    'docs/operations.md',
    'docs/scaling.md',
    'docs/providers.md',
    'docs/security.md',
  ])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  const manifest = { name: `${name}-server`, version, license, private: true, type: 'module', engines }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

const at = process.argv.indexOf('--folder')
if (at !== -1) {
  const folder = process.argv[at + 1]
  if (folder === undefined) throw new Error('--folder needs a path')
  mkdirSync(folder, { recursive: true })
  await packInto(folder)
  console.log(`Packed into ${folder}`)
} else {
  const work = mkdtempSync(join(tmpdir(), 'ponte-pack-'))
  const packed = `${name}-server-${version}`
  const archive = join(ROOT, 'dist', `${packed}.tgz`)
  await packInto(join(work, packed))
  execFileSync('tar', ['--owner=0', '--group=0', '--sort=name', '-czf', archive, '-C', work, packed])
  rmSync(work, { recursive: true })
  console.log(`Packed ${archive}`)
}

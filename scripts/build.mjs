/** Builds the page into dist/web and what `npm start` runs into dist/server. */
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export const ROOT = fileURLToPath(new URL('../', import.meta.url))
const DIST = join(ROOT, 'dist')
/** Written last: a build that broke off has none. */
const STAMP = join(DIST, '.built')

/** What a build is made of. */
const SOURCES = [
  'shared',
  'bridge',
  'web',
  'demo',
  'cli',
  'start.ts',
  'vite.config.ts',
  'package-lock.json',
  'scripts/build.mjs',
]

/** When a file, or anything in a folder, was last changed; 0 when it is not there. A folder counts, as that is where a deletion shows. */
function changedAt(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, changedAt(join(path, name))),
    stats.mtimeMs,
  )
}

/** Whether there is a build and nothing it is made of has changed since. An installation without sources is always up to date. */
export function isBuilt() {
  const built = changedAt(STAMP)
  return built > 0 && SOURCES.every((source) => changedAt(join(ROOT, source)) <= built)
}

/** What shrinks; pictures are compressed already. */
const TEXT = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg'])
/** In bytes. Below it a packet is a packet. */
const MIN_COMPRESSED = 1_024

/** Puts `.br` and `.gz` beside each file of the page, as small as they get: made once, sent often. */
async function precompress(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => TEXT.has(extname(name)))
  const forms = [
    [
      '.br',
      (bytes) =>
        promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    ],
    ['.gz', (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION })],
  ]
  await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name))
      if (bytes.length < MIN_COMPRESSED) return
      for (const [suffix, compress] of forms)
        await writeFile(join(folder, name + suffix), await compress(bytes))
    }),
  )
}

export async function build() {
  // Only here: a server that is built needs no Vite.
  const { build: viteBuild } = await import('vite')
  const startedAt = new Date()
  rmSync(DIST, { recursive: true, force: true })
  await viteBuild({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' })
  await viteBuild({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      // Packages stay outside, in node_modules; the demo, imported dynamically, becomes a chunk that is read only when switched on.
      ssr: true,
      outDir: join(DIST, 'server'),
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        input: { start: join(ROOT, 'start.ts'), ponte: join(ROOT, 'cli/main.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  await precompress(join(DIST, 'web'))
  writeFileSync(STAMP, '')
  // Dated when the build began: what was changed meanwhile is newer.
  utimesSync(STAMP, startedAt, startedAt)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const started = performance.now()
  await build()
  console.log(`Built dist/web and dist/server in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}

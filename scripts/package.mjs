/** Builds dist/package: the product, and the protocol, client and bridge to build on, each with its types. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, isBuilt, ROOT } from './build.mjs'

export const NAME = '@ponte-mail/ponte'
const OUT = join(ROOT, 'dist/package')
const ENTRIES = ['protocol', 'client', 'bridge']
/** What is made for the eyes of debuggers, or again by whoever serves it. */
const LEFT_OUT = /\.(?:map|gz)$/

const original = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** Every package that a built file imports. */
function importsOf(folder) {
  const names = new Set()
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, name] of text.matchAll(
      /(?:from|import)\s*\(?["']((?:@[\w.-]+\/)?[\w][\w.-]*)(?:\/[^"']*)?["']/g,
    ))
      if (original.dependencies[name]) names.add(name)
  }
  return [...names].sort()
}

/** Declarations of the entries and all they import, with specifiers that every resolution knows. */
function writeTypes() {
  const sides = {
    shared: '.tsbuild/shared',
    bridge: '.tsbuild/bridge',
    web: '.tsbuild/web',
    package: '.tsbuild/node',
  }
  const todo = ENTRIES.map((entry) => `package/${entry}`)
  const done = new Set()
  while (todo.length > 0) {
    const path = todo.pop()
    if (done.has(path)) continue
    done.add(path)
    const from = join(ROOT, sides[path.split('/')[0]], `${path}.d.ts`)
    const text = readFileSync(from, 'utf8').replaceAll(
      /(['"])(\.{1,2}\/[^'"]+)\.ts\1/g,
      (_all, quote, name) => {
        todo.push(relative(ROOT, join(ROOT, dirname(path), name)))
        return `${quote}${name}.js${quote}`
      },
    )
    const to = join(OUT, 'types', `${path}.d.ts`)
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, text)
  }
}

/** @returns the folder, ready for `npm pack` */
export async function buildPackage() {
  if (!isBuilt()) await build()
  rmSync(OUT, { recursive: true, force: true })
  execFileSync(process.execPath, [join(ROOT, 'node_modules/vue-tsc/bin/vue-tsc.js'), '-b'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  const { build: viteBuild, loadConfigFromFile } = await import('vite')
  const page = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(ROOT, 'vite.config.ts'),
  )
  await viteBuild({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    define: { __COMMAND_TRAITS__: page.config.define.__COMMAND_TRAITS__ },
    build: {
      ssr: true,
      outDir: join(OUT, 'lib'),
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(ENTRIES.map((entry) => [entry, join(ROOT, `package/${entry}.ts`)])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  writeTypes()
  for (const part of ['web', 'server'])
    cpSync(join(ROOT, 'dist', part), join(OUT, 'dist', part), {
      recursive: true,
      filter: (path) => !LEFT_OUT.test(path),
    })
  for (const file of ['LICENSE', 'README.md', 'PROTOCOL.md', 'CHANGELOG.md'])
    if (statSync(join(ROOT, file), { throwIfNoEntry: false })) cpSync(join(ROOT, file), join(OUT, file))
  cpSync(join(ROOT, 'docs/asyncapi.json'), join(OUT, 'asyncapi.json'))
  // What `start.ts` and the command line take from it: they lie two folders below in both.
  const names = [...new Set([...importsOf(join(OUT, 'lib')), ...importsOf(join(OUT, 'dist/server'))])].sort()
  const { version, description, license, type, engines } = original
  const about = {
    name: NAME,
    version,
    description,
    license,
    type,
    engines,
    sideEffects: false,
    bin: original.bin,
    exports: Object.fromEntries(
      ENTRIES.map((entry) => [
        `./${entry}`,
        { types: `./types/package/${entry}.d.ts`, default: `./lib/${entry}.js` },
      ]),
    ),
    dependencies: Object.fromEntries(names.map((name) => [name, original.dependencies[name]])),
  }
  writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
  return OUT
}

/** @returns the tarball's path */
export function pack(folder, to) {
  mkdirSync(to, { recursive: true })
  const told = execFileSync('npm', ['pack', folder, '--json', '--ignore-scripts', '--pack-destination', to], {
    encoding: 'utf8',
  })
  return join(to, JSON.parse(told)[0].filename)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const tarball = pack(await buildPackage(), join(ROOT, 'dist'))
  console.log(`${relative(ROOT, tarball)}: ${Math.round(statSync(tarball).size / 1_000)} kB`)
}

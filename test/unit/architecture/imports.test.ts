import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  COMPOSERS_OF_STORES,
  FACES,
  GATES,
  LAYERS,
  LONG_FILES,
  MAX_LINES,
  MAX_STORES_OF_COMPONENTS,
  SIDES,
  WARN_LINES,
} from './rules.ts'
import { findCycles, importsOf, readSources, ROOT, sideOf, type Import, type Source } from './sources.ts'

const SIDE_NAMES = Object.keys(SIDES)
const startFiles = ['start.ts'].filter((file) => existsSync(join(ROOT, file)))
const sources = readSources(...SIDE_NAMES, ...startFiles)

/** Every import that `isWrong` finds, as `file:line imports what`: an empty list passes, a full one says where. */
function wrongImports(among: Source[], isWrong: (one: Import, source: Source) => boolean): string[] {
  return among.flatMap((source) =>
    source.imports
      .filter((one) => isWrong(one, source))
      .map((one) => `${source.path}:${one.line} imports ${one.specifier}`),
  )
}

const matches = (path: string, rules: string[]) =>
  rules.some((rule) => (rule.endsWith('/') ? path.startsWith(rule) : path === rule))

describe('the reading of imports', () => {
  it('sees every form', () => {
    const text = `import a, { type B } from './a.ts'
import type { C } from '../c.ts'
import { type D } from 'd'
export * from './e.ts'
const f = () => import('./f.vue')
type G = import('./g.ts').G
new Worker(new URL('./h.ts', import.meta.url))`
    expect(
      importsOf('web/x/y.ts', text).map(({ line, file, specifier, typeOnly, reExport }) => [
        line,
        file ?? specifier,
        typeOnly,
        reExport,
      ]),
    ).toEqual([
      [1, 'web/x/a.ts', false, false],
      [2, 'web/c.ts', true, false],
      [3, 'd', true, false],
      [4, 'web/x/e.ts', false, true],
      [5, 'web/x/f.vue', false, false],
      [6, 'web/x/g.ts', true, false],
      [7, 'web/x/h.ts', false, false],
    ])
  })

  it('tells the names an import takes', () => {
    const text =
      "import a, { b, type C as D } from './a.ts'\nexport { e as f } from './e.ts'\nimport './g.ts'"
    expect(importsOf('web/y.ts', text).map(({ names }) => names)).toEqual([['b', 'C'], ['e'], []])
  })

  it('reads the scripts of components', () => {
    const text =
      '<script lang="ts">\nimport \'a\'\n</script>\n<script setup lang="ts">\nimport { b } from \'./b.ts\'\n</script>\n<template>\n  import no\n</template>'
    expect(importsOf('web/X.vue', text).map(({ line, specifier }) => [line, specifier])).toEqual([
      [2, 'a'],
      [5, './b.ts'],
    ])
  })

  it('finds circles', () => {
    const file = (path: string, ...targets: string[]): Source => ({
      path,
      lines: 1,
      imports: targets.map((target) => ({
        specifier: target,
        file: target,
        typeOnly: false,
        reExport: false,
        dynamic: false,
        line: 1,
        names: [],
      })),
    })
    expect(findCycles([file('a', 'b'), file('b', 'c', 'd'), file('c', 'a'), file('d')])).toEqual([
      'a → b → c → a',
    ])
  })

  it('has something to read', () => {
    expect(sources.length).toBeGreaterThan(20)
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(20)
  })
})

describe('between the sides', () => {
  it.each(SIDE_NAMES)('%s imports only the sides it may', (side) => {
    const inside = sources.filter((source) => sideOf(source.path) === side)
    const allowed = [side, ...(SIDES[side]?.sides ?? [])]
    expect(wrongImports(inside, ({ file }) => file !== undefined && !allowed.includes(sideOf(file)))).toEqual(
      [],
    )
  })

  it.each(SIDE_NAMES)('%s imports only the packages it may', (side) => {
    const rule = SIDES[side]
    const inside = sources.filter((source) => sideOf(source.path) === side)
    const wrong = wrongImports(inside, ({ file, specifier }) => {
      if (file !== undefined) return false
      if (isBuiltin(specifier)) return !rule?.node
      return rule?.packages !== undefined && !rule.packages.includes(specifier)
    })
    expect(wrong).toEqual([])
  })

  it('start.ts loads the demo only when asked to', () => {
    const start = sources.filter((source) => source.path === 'start.ts')
    expect(
      wrongImports(start, (one) => (one.file?.startsWith('demo/') ?? false) && !one.typeOnly && !one.dynamic),
    ).toEqual([])
  })

  it.each(GATES.map((gate) => [gate.package.source, gate] as const))(
    'only its gate imports the code of %s',
    (_, gate) => {
      const sides = sources.filter((source) => ['bridge', 'web', 'shared'].includes(sideOf(source.path)))
      expect(
        wrongImports(
          sides,
          (one, { path }) => !one.typeOnly && gate.package.test(one.specifier) && !matches(path, gate.only),
        ),
      ).toEqual([])
    },
  )
})

describe('inside a side', () => {
  const layerOf = (path: string, layers: string[][]) => {
    const rules = layers.flatMap((layer, index) => layer.map((rule) => ({ rule, index })))
    return rules
      .filter(({ rule }) => matches(path, [rule]))
      .sort((one, other) => other.rule.length - one.rule.length)[0]?.index
  }

  it.each(Object.entries(LAYERS))('%s imports nothing upward', (side, layers) => {
    const inside = sources.filter((source) => sideOf(source.path) === side)
    const upward = wrongImports(inside, ({ file }, { path }) => {
      if (file === undefined || sideOf(file) !== side) return false
      const [own, its] = [layerOf(path, layers), layerOf(file, layers)]
      return own !== undefined && its !== undefined && its < own
    })
    expect(upward).toEqual([])
  })

  it('imports run in no circle', () => {
    expect(findCycles(sources)).toEqual([])
  })

  it('every domain of the stores has its face', () => {
    const domains = readdirSync(join(ROOT, 'web/stores'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
      .map(({ name }) => `web/stores/${name}/`)
    expect(Object.keys(FACES).sort()).toEqual(domains.sort())
  })

  it('from outside a domain only its face is imported', () => {
    const domainOf = (path: string): string | undefined =>
      Object.keys(FACES).find((domain) => path.startsWith(domain))
    expect(
      wrongImports(sources, ({ file }, { path }) => {
        const domain = file === undefined ? undefined : domainOf(file)
        return domain !== undefined && domainOf(path) !== domain && file !== `${domain}${FACES[domain]}`
      }),
    ).toEqual([])
  })

  it(`components know at most ${MAX_STORES_OF_COMPONENTS} stores`, () => {
    const stores = sources
      .filter(({ path }) => path.startsWith('web/components/') || path.startsWith('web/pages/'))
      .flatMap(({ imports }) => imports)
      .filter(({ file }) => file?.startsWith('web/stores/'))
      .flatMap(({ names }) => names.filter((name) => /^use[A-Z]/.test(name)))
    expect([...new Set(stores)].sort().slice(MAX_STORES_OF_COMPONENTS)).toEqual([])
    expect(stores.length).toBeGreaterThan(MAX_STORES_OF_COMPONENTS)
  })

  it('stores are made of what they are given: only defineKeyedStore looks others up', () => {
    // Settings and sessions are of the page, and the two that make them are where looking up ends.
    const free = ['web/stores/kit/', 'web/stores/session/', ...COMPOSERS_OF_STORES]
    const wrong = sources
      .filter(({ path }) => path.startsWith('web/stores/') && !matches(path, free))
      .flatMap(({ path }) => {
        const text = readFileSync(join(ROOT, path), 'utf8')
        const [made = ''] = text.split(/^export const use\w+ = defineKeyedStore\(/m, 1)
        return [...made.matchAll(/\buse[A-Z]\w*\((accountId|account)?\)/g)].map(
          ([call]) => `${path} calls ${call}`,
        )
      })
    expect(wrong).toEqual([])
  })

  it('no file but a face only passes on what others export', () => {
    const faces = Object.entries(FACES).map(([domain, face]) => domain + face)
    const passesOn = ({ path, imports }: Source): boolean =>
      !faces.includes(path) && imports.length > 0 && imports.every((one) => one.reExport)
    expect(sources.filter(passesOn).map(({ path }) => path)).toEqual([])
  })

  it('relative imports name files that exist', () => {
    expect(wrongImports(sources, ({ file }) => file !== undefined && !existsSync(join(ROOT, file)))).toEqual(
      [],
    )
  })

  it(`no source has more than ${MAX_LINES} lines`, () => {
    const longerThan = (limit: number): string[] =>
      sources
        .filter(({ path, lines }) => lines > limit && !LONG_FILES.some((pattern) => pattern.test(path)))
        .map(({ path, lines }) => `${path}: ${lines} lines`)
    const long = longerThan(WARN_LINES)
    if (long.length > 0) console.warn(`Do two nouns share a file?\n${long.join('\n')}`)
    expect(longerThan(MAX_LINES)).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { en } from '../../../../web/i18n/en/index.ts'
import { first } from '../../../../web/i18n/en/first.ts'
import { readSources, ROOT } from '../../architecture/sources.ts'

const LATE = Object.keys(en).filter((part) => !(part in first))

/** They name such texts, and use them only once what brings them is here. */
const AFTER = [
  'web/components/compose/useAnswer.ts',
  'web/keyboard/bindings.ts',
  'web/stores/actions/missingFolders.ts',
]

const sources = new Map(readSources('web').map((source) => [source.path, source]))
const texts = new Map(
  [...sources.keys()].map((path) => [
    path,
    readFileSync(join(ROOT, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
  ]),
)

/** The parts that a file's `withTexts` bring along with what it imports. */
function doorsOf(path: string): Map<string, string[]> {
  const door = /withTexts\(\s*\[([^\]]*)\],\s*import\('([^']+)'\)/g
  return new Map(
    [...(texts.get(path) ?? '').matchAll(door)].map(([, parts = '', to = '']) => [
      posix.join(posix.dirname(path), to),
      [...parts.matchAll(/'(\w+)'/g)].map(([, part = '']) => part),
    ]),
  )
}

/** Every file that the page may have loaded, each with the late texts that are certainly here by then, for each way to it. */
function* walk(
  path: string,
  here: readonly string[],
  seen = new Set<string>(),
): Generator<[string, readonly string[]]> {
  const key = `${path} ${[...here].sort().join()}`
  const source = sources.get(path)
  if (seen.has(key) || !source || path.startsWith('web/i18n/')) return
  seen.add(key)
  yield [path, here]
  const doors = doorsOf(path)
  for (const { file, typeOnly, dynamic } of source.imports) {
    if (typeOnly || file === undefined) continue
    yield* walk(file, dynamic ? [...new Set([...here, ...(doors.get(file) ?? [])])] : here, seen)
  }
}

it('no part of the page shows a text that it does not bring along', () => {
  const visited = [...walk('web/main.ts', [])]
  expect(new Set(visited.map(([path]) => path)).size).toBeGreaterThan(200)
  const missing = visited.flatMap(([path, here]) =>
    LATE.filter(
      (part) =>
        !here.includes(part) &&
        !AFTER.includes(path) &&
        new RegExp(`['"\`]${part}\\.`).test(texts.get(path) ?? ''),
    ).map((part) => `${path} shows ${part}`),
  )
  expect([...new Set(missing)]).toEqual([])
})

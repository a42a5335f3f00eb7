import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BEHAVIOURS } from '../../../demo/behaviours.ts'

/** The tables of docs/outlook.md: a line for each switch of the demo, and each line has its test through the page. */

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const document = read('docs/outlook.md')

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
const lines = document
  .slice(document.indexOf('## What Outlook does'))
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map(cells)
  .filter((row) => row.at(-1) !== 'test' && !row.every((cell) => /^-+$/.test(cell)))
const switches = lines.filter((row) => row.length === 4)

describe('what docs/outlook.md says of Outlook', () => {
  it('has a line for each switch, and no other', () => {
    const named = switches.map(([name = '']) => name.replaceAll('`', ''))
    expect(named.sort()).toEqual(Object.keys(BEHAVIOURS).sort())
    expect(lines.length).toBeGreaterThanOrEqual(45)
  })

  it.each(lines.map((row) => [row[0], row.at(-1) ?? '']))(
    '%s is tried by a test that is there',
    (_, test) => {
      const [file = '', title = ''] = test.split(' › ')
      const source = read(`test/e2e/${file}`)
      // A title of its own, or the name of a row of the file's table.
      expect(source.includes(title) && title.length > 20 ? title : rowOf(source, title)).toBe(title)
    },
  )

  it('shows pictures that are there', () => {
    const pictures = [...document.matchAll(/\]\((pictures\/[^)]+)\)/g)].map(([, path = '']) => path)
    expect(pictures.length).toBeGreaterThan(20)
    expect(pictures.filter((path) => !existsSync(new URL(`docs/${path}`, root)))).toEqual([])
  })
})

const rowOf = (source: string, name: string): string | undefined =>
  new RegExp(`^ {2}(${name})(?:: |,$)`, 'm').exec(source.slice(source.indexOf('const ROWS')))?.[1]

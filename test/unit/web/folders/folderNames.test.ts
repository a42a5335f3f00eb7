import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import {
  isBelow,
  nameProblem,
  parentOf,
  pathIn,
  renamed,
  withBelow,
} from '../../../../web/stores/folders/folderNames.ts'

const entry = (path: string, delimiter: string | null = '/'): MailboxEntry => ({
  path,
  name: path.split(delimiter ?? '\0').at(-1) ?? path,
  delimiter,
  flags: [],
  selectable: true,
})
const entries = ['INBOX', 'Clients', 'Clients/Rossi', 'Clients/Rossi/2026', 'Clients2'].map((path) =>
  entry(path),
)
const at = (parent: string | undefined, delimiter: string | null = '/') => ({ parent, delimiter, entries })

describe('nameProblem', () => {
  it.each([
    ['', { kind: 'empty' }],
    ['   ', { kind: 'empty' }],
    ['a/b', { kind: 'separator', character: '/' }],
    ['a\tb', { kind: 'control' }],
    ['x'.repeat(201), { kind: 'tooLong' }],
    ['Clients', { kind: 'exists' }],
    [' Clients ', { kind: 'exists' }],
    ['Rossi', undefined],
    ['<img src=x onerror=alert(1)>', undefined],
    ['مشروع', undefined],
  ])('of %j at the top', (name, problem) => {
    expect(nameProblem(name, at(undefined))).toEqual(problem)
  })

  it('knows the server’s own delimiter besides the slash', () => {
    expect(nameProblem('a.b', at(undefined, '.'))).toEqual({ kind: 'separator', character: '.' })
    expect(nameProblem('a/b', at(undefined, '.'))).toEqual({ kind: 'separator', character: '/' })
    expect(nameProblem('a.b', at(undefined, '/'))).toBeUndefined()
  })

  it('lets a folder keep its own name, and looks only at its neighbours', () => {
    expect(nameProblem('Clients', { ...at(undefined), self: 'Clients' })).toBeUndefined()
    expect(nameProblem('Rossi', at('Clients'))).toEqual({ kind: 'exists' })
    expect(nameProblem('Clients', at('Clients'))).toBeUndefined()
  })
})

describe('paths', () => {
  it('are put together with delimiter and prefix', () => {
    expect(pathIn(' New ', { parent: undefined, delimiter: '.', prefix: 'INBOX.' })).toBe('INBOX.New')
    expect(pathIn('New', { parent: 'INBOX.a', delimiter: '.', prefix: 'INBOX.' })).toBe('INBOX.a.New')
    expect(pathIn('New', { parent: undefined, delimiter: null })).toBe('New')
  })

  it('take themselves apart again', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('/') && text.trim() === text)
    fc.assert(
      fc.property(name, name, (parent, child) => {
        const path = pathIn(child, { parent, delimiter: '/' })
        expect(parentOf(path, '/')).toBe(parent)
        expect(isBelow(path, parent, '/')).toBe(true)
      }),
    )
    expect(parentOf('a/b', null)).toBeUndefined()
    expect(isBelow('Clients2', 'Clients', '/')).toBe(false)
  })
})

describe('renamed', () => {
  const paths = (from: string, to: string): string[] => renamed(entries, { from, to }).map(({ path }) => path)

  it('takes along what is below, and nothing that only begins alike', () => {
    expect(paths('Clients', 'Old/People')).toEqual([
      'INBOX',
      'Old/People',
      'Old/People/Rossi',
      'Old/People/Rossi/2026',
      'Clients2',
    ])
    expect(renamed(entries, { from: 'Clients', to: 'Old/People' })[1]?.name).toBe('People')
  })

  it('changes nothing a second time: LIST may have told already', () => {
    const once = renamed(entries, { from: 'Clients', to: 'People' })
    expect(renamed(once, { from: 'Clients', to: 'People' })).toEqual(once)
  })
})

it('withBelow lists what goes, deepest first', () => {
  expect(withBelow(entries, 'Clients')).toEqual(['Clients/Rossi/2026', 'Clients/Rossi', 'Clients'])
})

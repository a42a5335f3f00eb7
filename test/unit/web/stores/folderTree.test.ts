import { describe, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import { folderIcon, visibleRows } from '../../../../web/components/folders/folderRows.ts'
import { buildFolderTree, type FolderNode } from '../../../../web/stores/folders/folderTree.ts'

const entry = (path: string, more: Partial<MailboxEntry> = {}): MailboxEntry => ({
  path,
  name: path.split('/').at(-1) ?? path,
  delimiter: '/',
  flags: [],
  selectable: true,
  ...more,
})
const draw = (nodes: FolderNode[]): string =>
  nodes.map((node) => node.name + (node.children.length > 0 ? `(${draw(node.children)})` : '')).join(' ')

describe('buildFolderTree', () => {
  it('puts special folders first, in the order people expect, and sorts the rest', () => {
    const tree = buildFolderTree([
      entry('Zebra'),
      entry('Trash', { specialUse: 'trash' }),
      entry('äpfel'),
      entry('INBOX', { specialUse: 'inbox' }),
      entry('Sent', { specialUse: 'sent' }),
      entry('Item 10'),
      entry('Item 9'),
    ])
    expect(draw(tree.special)).toBe('INBOX Sent Trash')
    expect(draw(tree.own)).toBe('äpfel Item 9 Item 10 Zebra')
  })

  it('nests by the delimiter, whatever the order, and makes levels that LIST left out', () => {
    const tree = buildFolderTree([entry('a/b/c'), entry('a'), entry('x.y', { delimiter: '.', name: 'y' })])
    expect(draw(tree.own)).toBe('a(b(c)) x(y)')
    expect(tree.own[0]?.children[0]?.selectable).toBe(false)
  })

  it('shows a folder that no command can name, also below others', () => {
    const broken = { selectable: false, unnameable: true } as const
    const tree = buildFolderTree([entry('a'), entry('a/Caff&', broken), entry('', broken)])
    expect(draw(tree.own)).toBe(' a(Caff&)')
    expect(tree.own[0]?.unnameable).toBe(true)
  })

  it('takes a special folder out of where the server keeps it', () => {
    const tree = buildFolderTree([
      entry('INBOX', { specialUse: 'inbox' }),
      entry('INBOX/Sent', { specialUse: 'sent' }),
      entry('INBOX/Work'),
      entry('[Gmail]', { selectable: false }),
      entry('[Gmail]/All', { specialUse: 'all' }),
    ])
    expect([draw(tree.special), draw(tree.own)]).toEqual(['INBOX(Work) Sent All', ''])
  })

  it('keeps flat names and odd ones as they are (threat 6)', () => {
    const tree = buildFolderTree([
      entry('a/b', { delimiter: null, name: 'a/b' }),
      entry('<img src=x onerror=alert(1)>'),
    ])
    expect(tree.own.map((node) => node.name).sort()).toEqual(['<img src=x onerror=alert(1)>', 'a/b'])
  })
})

describe('visibleRows', () => {
  const tree = buildFolderTree([
    entry('INBOX', { specialUse: 'inbox' }),
    entry('a'),
    entry('a/b'),
    entry('c'),
  ])
  const lines = (collapsed: string[]): string[] =>
    visibleRows(tree, new Set(collapsed)).map(
      (row) => `${row.level} ${row.node.path} ${row.position}/${row.siblings}${row.startsOwn ? ' *' : ''}`,
    )

  it('numbers levels and siblings as ARIA wants them', () => {
    expect(lines([])).toEqual(['1 INBOX 1/3', '1 a 2/3 *', '2 a/b 1/1', '1 c 3/3'])
  })
  it('leaves out what is collapsed', () => {
    expect(lines(['a'])).toEqual(['1 INBOX 1/3', '1 a 2/3 *', '1 c 3/3'])
    expect(visibleRows(tree, new Set(['a'])).map((row) => row.expanded)).toEqual([
      undefined,
      false,
      undefined,
    ])
  })
  it('lifts favourites to the top in their order, out of where they were; one that is gone is left out', () => {
    const rows = visibleRows(tree, new Set(), ['a/b', 'gone', 'c'])
    expect(
      rows.map(
        (row) => `${row.level} ${row.node.path} ${row.position}/${row.siblings}${row.startsOwn ? ' *' : ''}`,
      ),
    ).toEqual(['1 a/b 1/4', '1 c 2/4', '1 INBOX 3/4', '1 a 4/4 *'])
    expect(rows.map(({ favourite, own }) => [favourite, own])).toEqual([
      [true, false],
      [true, false],
      [false, false],
      [false, true],
    ])
    expect(rows.at(-1)?.expanded).toBe(undefined)
  })
  it('gives each its icon', () => {
    expect(visibleRows(tree, new Set()).map((row) => folderIcon(row.node))).toEqual([
      'inbox',
      'folder',
      'folder',
      'folder',
    ])
  })
})

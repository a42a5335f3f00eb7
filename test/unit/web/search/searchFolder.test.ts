import { describe, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import { buildFolderTree } from '../../../../web/stores/folders/folderTree.ts'
import {
  findFolder,
  scopeAfterIn,
  searchOrder,
  usualScope,
  withoutFolder,
} from '../../../../web/stores/search/searchFolder.ts'

const entry = (path: string, more: Partial<MailboxEntry> = {}): MailboxEntry => ({
  path,
  name: path.split('/').at(-1) ?? path,
  delimiter: '/',
  flags: [],
  selectable: true,
  ...more,
})
const entries = [
  entry('Bin', { specialUse: 'trash' }),
  entry('Work'),
  entry('Work/Bridge'),
  entry('Spam', { specialUse: 'junk' }),
  entry('Starred', { specialUse: 'flagged' }),
  entry('Shared', { selectable: false }),
  entry('Shared/Inbox'),
  entry('INBOX', { specialUse: 'inbox' }),
  entry('Sent', { specialUse: 'sent' }),
]

describe('folders of a search', () => {
  const kept = ['INBOX', 'Work/Bridge', 'Sent', 'Shared/Inbox', 'Work']

  it.each([
    ['all mail but what was thrown away', false, kept],
    ['that too, and last', true, [...kept, 'Spam', 'Bin', 'Bin/2025']],
  ])('come in the order people look: %s', (_name, anywhere, paths) => {
    const tree = buildFolderTree([...entries, entry('Bin/2025')])
    expect(searchOrder(tree, { onScreen: 'Work/Bridge', anywhere })).toEqual(paths)
  })

  it.each([
    ['inbox', 'all'],
    [undefined, 'all'],
    ['junk', 'folder'],
    ['trash', 'folder'],
  ] as const)('before %s a search looks in %s', (use, scope) => {
    expect(usualScope(use)).toBe(scope)
  })

  it.each([
    ['all', 'all'],
    ['Anywhere', 'anywhere'],
    ['nowhere', undefined],
  ])('in:%s means %s', (typed, scope) => {
    expect(scopeAfterIn(typed)).toBe(scope)
  })

  it.each([
    ['work/bridge', 'Work/Bridge'],
    ['bridge', 'Work/Bridge'],
    ['deleted', 'Bin'],
    ['spam', 'Spam'],
    ['inbox', 'INBOX'],
    ['shared', undefined],
    ['all', undefined],
  ])('in:%s', (typed, path) => {
    expect(findFolder(entries, typed)).toBe(path)
  })

  it.each([
    ['in:all bridge', 'bridge'],
    ['bridge  in:"Old mail" from:anna', 'bridge from:anna'],
    ['login:x min:3', 'login:x min:3'],
    ['in:sent', ''],
  ])('%s without its folder', (typed, rest) => {
    expect(withoutFolder(typed)).toBe(rest)
  })
})

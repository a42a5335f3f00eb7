import { describe, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import { folderMenu } from '../../../../web/components/folders/folderMenu.ts'
import { MESSAGE_DRAG_TYPE, droppedMessages } from '../../../../web/components/shell/messageDrag.ts'
import { chunked } from '../../../../shared/mail/setPieces.ts'
import { formatNumberSet, parseNumberSet } from '../../../../shared/mail/numberSet.ts'

const menuOf = (more: Partial<MailboxEntry>, unseen = 1): string[] => {
  const entry: MailboxEntry = { path: 'a', name: 'a', delimiter: '/', flags: [], selectable: true, ...more }
  const node = { ...entry, unnameable: entry.unnameable ?? false, children: [] }
  return folderMenu({ node, entry, unseen, favourite: false, text: (action) => action }).map(
    ({ id, disabled }) => id + (disabled ? '-' : ''),
  )
}

describe('folderMenu', () => {
  it('offers all for the user’s own folders', () => {
    expect(menuOf({ subscribed: true })).toEqual([
      'markAllRead',
      'favourite',
      'newSubfolder',
      'rename',
      'moveTo',
      'subscribed',
      'export',
      'import',
      'delete',
    ])
  })
  it('offers nothing where no command can name the folder', () => {
    expect(menuOf({ selectable: false, unnameable: true })).toEqual([])
  })
  it('never renames, moves or deletes special ones; empties only two', () => {
    expect(menuOf({ specialUse: 'inbox' })).toEqual([
      'markAllRead',
      'favourite',
      'newSubfolder',
      'export',
      'import',
    ])
    expect(menuOf({ specialUse: 'trash' })).toEqual([
      'markAllRead',
      'favourite',
      'newSubfolder',
      'export',
      'import',
      'empty',
    ])
    expect(menuOf({ specialUse: 'junk' }, 0)).toEqual([
      'markAllRead-',
      'favourite',
      'newSubfolder',
      'export',
      'import',
      'empty',
    ])
  })
  it('goes by what the server allows', () => {
    expect(menuOf({ delimiter: null })).not.toContain('newSubfolder')
    expect(menuOf({ flags: ['\\NoInferiors'] })).not.toContain('newSubfolder')
    expect(menuOf({ selectable: false })).not.toContain('markAllRead')
    // Not known yet.
    expect(menuOf({})).toContain('subscribed-')
  })
})

describe('droppedMessages', () => {
  const drop = (text: string) =>
    droppedMessages({
      dataTransfer: { getData: (type: string) => (type === MESSAGE_DRAG_TYPE ? text : '') },
    } as unknown as DragEvent)
  const whole = { accountId: 'demo:a@b.example', mailbox: { path: 'INBOX', uidValidity: '7' }, uids: [1, 2] }

  it('reads what the list wrote', () => {
    expect(drop(JSON.stringify(whole))).toEqual(whole)
  })
  it.each([
    '',
    'x',
    'null',
    '{}',
    '[]',
    '{"accountId":1}',
    JSON.stringify({ ...whole, uids: [0] }),
    JSON.stringify({ ...whole, mailbox: {} }),
  ])('takes nothing else: %s', (text) => {
    expect(drop(text)).toBeUndefined()
  })
})

it('a long set is cut between ranges and loses nothing', () => {
  const piecesOf = (numbers: string, longest: number): string[] =>
    chunked(parseNumberSet(numbers), longest).map(formatNumberSet)
  const set = Array.from({ length: 500 }, (_, at) => `${at * 3 + 1}:${at * 3 + 2}`).join(',')
  const pieces = piecesOf(set, 100)
  expect(pieces.length).toBeGreaterThan(20)
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(100)
  expect(pieces.flatMap((piece) => parseNumberSet(piece))).toEqual(parseNumberSet(set))
  expect(piecesOf('1:4', 100)).toEqual(['1:4'])
})

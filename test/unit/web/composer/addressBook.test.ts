import { expect, it } from 'vitest'
import { createAddressBook } from '../../../../web/stores/compose/addressBook.ts'
import type { ListRow } from '../../../../web/mailbox/row.ts'

const envelope = {
  subject: '',
  from: [{ name: 'Zoë Rossi', address: 'zoe@example.org' }],
  sender: [],
  replyTo: [],
  to: [{ name: '', address: 'Me@example.org' }],
  cc: [{ name: 'Zed', address: 'zed@example.org' }],
  bcc: [],
}

it('suggests whom one wrote to before who wrote, and neither oneself nor the taken', () => {
  let rows: ReadonlyMap<number, ListRow> = new Map([[1, { seq: 1, uid: 7, envelope }]])
  const book = createAddressBook(
    () => ['me@example.org'],
    () => rows,
  )
  const suggested = (typed: string, taken: string[] = []): string[] =>
    book.suggest(typed, taken).map(({ address }) => address)
  expect(suggested('zo')).toEqual(['zoe@example.org'])
  expect(suggested('ross zoe')).toEqual(['zoe@example.org'])
  expect(suggested('z')).toEqual(['zoe@example.org', 'zed@example.org'])
  expect(suggested('me')).toEqual([])
  expect(suggested('')).toEqual([])
  book.remember(['Zed <ZED@example.org>', 'no address'])
  expect(suggested('z')).toEqual(['ZED@example.org', 'zoe@example.org'])
  expect(suggested('z', ['zed@EXAMPLE.org'])).toEqual(['zoe@example.org'])
  rows = new Map([
    [1, { seq: 1, uid: 8, envelope: { ...envelope, from: [{ name: '', address: 'zac@x.org' }] } }],
  ])
  expect(suggested('zac')).toEqual(['zac@x.org'])
})

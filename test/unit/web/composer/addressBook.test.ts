import { expect, it } from 'vitest'
import { createAddressBook } from '../../../../web/stores/compose/addressBook.ts'
import type { WritingSettings } from '../../../../web/stores/compose/writingSettings.ts'
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

function book(index: { name: string; address: string }[] | Error = []) {
  let rows: ReadonlyMap<number, ListRow> = new Map([[1, { seq: 1, uid: 7, envelope }]])
  const kept = { now: { forgotten: [], signatures: {}, templates: [] } as WritingSettings }
  const made = createAddressBook({
    own: () => ['me@example.org'],
    rows: () => rows,
    people: (_typed, without) =>
      index instanceof Error
        ? Promise.reject(index)
        : Promise.resolve(index.filter(({ address }) => !without.includes(address.toLowerCase()))),
    resembled: (address) =>
      Promise.resolve(
        address === 'zina@example.ogr' ? { name: 'Zina', address: 'zina@example.org' } : undefined,
      ),
    kept: {
      get now() {
        return kept.now
      },
      change: (next) => (kept.now = { ...kept.now, ...next(kept.now) }),
    },
  })
  return {
    ...made,
    kept,
    setRows: (next: typeof rows) => (rows = next),
    suggested: async (typed: string, taken: string[] = []) =>
      (await made.suggest(typed, taken)).map(({ address }) => address),
  }
}

it('suggests whom one wrote to before who wrote, and neither oneself nor the taken', async () => {
  const { suggested, remember, setRows } = book()
  expect(await suggested('zo')).toEqual(['zoe@example.org'])
  expect(await suggested('ross zoe')).toEqual(['zoe@example.org'])
  expect(await suggested('z')).toEqual(['zoe@example.org', 'zed@example.org'])
  expect(await suggested('me')).toEqual([])
  expect(await suggested('')).toEqual([])
  remember(['Zed <ZED@example.org>', 'no address'])
  expect(await suggested('z')).toEqual(['ZED@example.org', 'zoe@example.org'])
  expect(await suggested('z', ['zed@EXAMPLE.org'])).toEqual(['zoe@example.org'])
  setRows(
    new Map([[1, { seq: 1, uid: 8, envelope: { ...envelope, from: [{ name: '', address: 'zac@x.org' }] } }]]),
  )
  expect(await suggested('zac')).toEqual(['zac@x.org'])
})

it('puts the index before the screen, each address once, and nobody who cannot answer first', async () => {
  const known = [
    { name: '', address: 'zed@example.org' },
    { name: 'Zina', address: 'zina@example.org' },
  ]
  const { suggested, suggest, remember } = book(known)
  expect(await suggested('z')).toEqual(['zed@example.org', 'zina@example.org', 'zoe@example.org'])
  expect((await suggest('z', []))[0]?.text).toBe('Zed <zed@example.org>')
  remember(['noreply-z@shop.example <noreply@z.example>'])
  expect((await suggested('z')).at(-1)).toBe('noreply@z.example')
})

it('works without an index', async () => {
  expect(await book(new Error('no worker')).suggested('zoe')).toEqual(['zoe@example.org'])
})

it('forgets an address until somebody writes to it', async () => {
  const { suggested, forget, remember, kept } = book([{ name: 'Zina', address: 'Zina@example.org' }])
  const back = forget('Zina@example.org')
  expect(await suggested('zina')).toEqual([])
  back()
  expect(await suggested('zina')).toEqual(['Zina@example.org'])
  forget('zina@example.org')
  remember(['zina@example.org'])
  expect(kept.now.forgotten).toEqual([])
  expect(await suggested('zina')).toEqual(['Zina@example.org'])
})

it('asks after an address that resembles one often written to, unless it was written to', async () => {
  const { lookAlike, remember } = book()
  expect((await lookAlike('zina@example.ogr'))?.text).toBe('Zina <zina@example.org>')
  expect(await lookAlike('me@example.org')).toBeUndefined()
  remember(['zina@example.ogr'])
  expect(await lookAlike('zina@example.ogr')).toBeUndefined()
})

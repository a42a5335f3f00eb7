import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

const MESSAGES = 200
const USER = giulia.username

/** What the mail servers there are tell of an absence, best first. */
const SERVERS = [
  { title: 'QRESYNC', profile: 'full', hide: [], condstore: true, qresync: true },
  { title: 'CONDSTORE', profile: 'full', hide: ['QRESYNC'], condstore: true, qresync: false },
  { title: 'nothing (Outlook)', profile: 'outlook', hide: [], condstore: false, qresync: false },
] as const
/** The one between the two is like the first but for what VANISHED tells. */
const SEEN = WHOLE ? SERVERS : SERVERS.filter(({ title }) => title !== 'CONDSTORE')

describe.each(SEEN)('after an absence, where the server tells by $title', (server) => {
  let app: App
  let opened: OpenPage
  beforeAll(async () => {
    app = await startApp({ profile: server.profile, kinds: ['oidc'], hideCapabilities: server.hide })
    app.dovecot.seedBulk(USER, 'INBOX', MESSAGES)
    for (const n of [1, 2, 3]) append('Archive', `Old ${n}`)
    append('INBOX', 'Newest')
    opened = await app.signIn()
    await row('Newest').waitFor()
  })
  afterAll(() => app.stop())

  const append = (path: string, subject: string) =>
    app.dovecot.append(USER, path, `Subject: ${subject}\r\nFrom: anna@ponte.example\r\n\r\nHere.\r\n`)
  const list = () => mailPage(opened.page).list
  const row = (name: string) => list().row(name)

  /** As this browser keeps a mailbox; `modSeq` is `undefined` where it keeps none. */
  async function kept(path: string): Promise<{ modSeq?: string; uids: number[]; flagged: number[] }> {
    // Opening one that is not there would make it.
    const names = await opened.page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name),
    )
    if (!names.includes('ponte-headers')) return { uids: [], flagged: [] }
    const { blocks, modSeq } = await opened.page.evaluate(
      (wanted) =>
        new Promise<{ blocks: { uids: number[]; marks: number[] }[]; modSeq?: string }>((resolve) => {
          const request = indexedDB.open('ponte-headers')
          request.onsuccess = () => {
            const database = request.result
            const transaction = database.transaction(['mailboxes', 'blocks'])
            const of = (name: string) => {
              const store = transaction.objectStore(name)
              return { keys: store.getAllKeys(), values: store.getAll() }
            }
            const [mailboxes, all] = [of('mailboxes'), of('blocks')]
            transaction.oncomplete = () => {
              database.close()
              const own = ({ keys, values }: typeof all): unknown[] =>
                values.result.filter((_, at) => (keys.result[at] as unknown[])[1] === wanted)
              const [mailbox] = own(mailboxes) as { modSeq?: string }[]
              resolve({
                blocks: (own(all) as { uids: Uint32Array; marks: Uint8Array }[]).map(({ uids, marks }) => ({
                  uids: [...uids],
                  marks: [...marks],
                })),
                ...(mailbox?.modSeq !== undefined && { modSeq: mailbox.modSeq }),
              })
            }
          }
        }),
      path,
    )
    const all = blocks.flatMap(({ uids, marks }) => uids.map((uid, at) => ({ uid, mark: marks[at] ?? 0 })))
    all.sort((one, other) => one.uid - other.uid)
    return {
      uids: all.map(({ uid }) => uid),
      flagged: all.filter(({ mark }) => mark & 4).map(({ uid }) => uid),
      ...(modSeq !== undefined && { modSeq }),
    }
  }

  /** As the server has it. */
  function onServer(path: string): { modSeq?: string; uids: number[]; flagged: number[] } {
    const search = (criterion: string): number[] =>
      app.dovecot
        .doveadm('search', '-u', USER, 'mailbox', path, criterion)
        .split('\n')
        .flatMap((line) => (line === '' ? [] : Number(line.split(' ')[1])))
    const status = app.dovecot.doveadm('mailbox', 'status', '-u', USER, 'highestmodseq', path)
    const modSeq = /highestmodseq=(\d+)/.exec(status)?.[1]
    return {
      uids: search('all'),
      flagged: search('flagged'),
      ...(server.condstore && modSeq !== undefined && { modSeq }),
    }
  }

  const isRight = (path: string) => expect.poll(() => kept(path), { message: path }).toEqual(onServer(path))

  /** Leaves the page until nobody is connected, does something, and comes back. */
  async function absence(during: () => void): Promise<void> {
    await opened.page.goto('about:blank')
    await expect
      .poll(async () => ((await (await fetch(`${app.url}healthz`)).json()) as { sessions: unknown }).sessions)
      .toBe(0)
    during()
    app.tap.reset()
    await opened.page.goto(app.url)
  }

  /** What was asked to bring the headers up to the server. */
  const asked = (what: RegExp) => app.tap.commands().filter((line) => what.test(line))
  const SEARCHES = /UID SEARCH/
  const CHANGES = /CHANGEDSINCE/
  const HEADERS = /UID FETCH .*INTERNALDATE RFC822\.SIZE ENVELOPE BODY\.PEEK\[HEADER\.FIELDS \(References/i
  const COMPANION_STATUS = /STATUS "?Archive"? \(UIDVALIDITY UIDNEXT MESSAGES/

  it('keeps how far it came', async () => {
    await isRight('INBOX')
    await isRight('Archive')
    expect((await kept('INBOX')).modSeq !== undefined).toBe(server.condstore)
  })

  it('puts right what came, went and was marked, and asks for no more than it must', async () => {
    const marked = { uids: '20:29,120', gone: '5:9,100' }
    await absence(() => {
      append('INBOX', 'Newer')
      app.dovecot.doveadm('expunge', '-u', USER, 'mailbox', 'INBOX', 'uid', marked.gone)
      app.dovecot.doveadm('flags', 'add', '-u', USER, '\\Flagged', 'mailbox', 'INBOX', 'uid', marked.uids)
      app.dovecot.doveadm('expunge', '-u', USER, 'mailbox', 'Archive', 'subject', 'Old 2')
    })
    await row('Newer').waitFor()
    await isRight('INBOX')
    await isRight('Archive')
    const { uids, flagged } = await kept('INBOX')
    expect(uids).toHaveLength(MESSAGES + 1 + 1 - 6)
    expect(flagged).toEqual(expect.arrayContaining([20, 29, 120]))
    expect((await kept('Archive')).uids).toHaveLength(2)
    expect(await row('Newer').getAttribute('aria-setsize')).toMatch(/^\d+$/)
    const newest = uids.at(-1)
    expect(asked(HEADERS).map((line) => line.split(' ')[2])).toEqual([String(newest)])
    const changes = asked(CHANGES)
    expect(changes).toHaveLength(server.condstore ? 2 : 0) // the Inbox and Archive
    expect(changes.filter((line) => /CHANGEDSINCE \d+ VANISHED\)/.test(line))).toHaveLength(
      server.qresync ? 2 : 0,
    )
    // Without QRESYNC all UIDs, where the number of messages says that some went; without CONDSTORE the flags too.
    expect(asked(SEARCHES)).toHaveLength(server.qresync ? 0 : server.condstore ? 2 : 12)
  })

  it('is told flags alone, or a message alone, as cheaply', async () => {
    await absence(() => {
      app.dovecot.doveadm('flags', 'remove', '-u', USER, '\\Flagged', 'mailbox', 'INBOX', 'uid', '20:24')
      app.dovecot.doveadm('flags', 'add', '-u', USER, '\\Flagged', 'mailbox', 'Archive', 'all')
      append('INBOX', 'Newest of all')
    })
    await row('Newest of all').waitFor()
    await isRight('INBOX')
    if (!server.condstore) return // STATUS says nothing of flags: those of Archive come when it is opened
    await isRight('Archive')
    expect(asked(SEARCHES)).toEqual([])
    expect(asked(CHANGES)).toHaveLength(2)
  })

  it('asks for nothing where nothing happened', async () => {
    await absence(() => undefined)
    await row('Newest of all').waitFor()
    // Asked about when the folder on screen is right.
    await expect.poll(() => asked(COMPANION_STATUS).length).toBe(1)
    if (server.condstore) {
      append('Sent', 'Sent elsewhere')
      await mailPage(opened.page).folders.item(/^Sent/).click()
      await row('Sent elsewhere').waitFor()
      await isRight('Sent')
      expect(asked(/STATUS "?INBOX"? \(UIDVALIDITY MESSAGES HIGHESTMODSEQ/)).toEqual([])
      expect(asked(CHANGES)).toEqual([])
      expect(asked(HEADERS)).toHaveLength(1)
    }
  })

  it('drops all of a mailbox that was made anew, and its number', async () => {
    const before = await kept('Archive')
    expect(before.uids).not.toEqual([])
    await absence(() => {
      app.dovecot.doveadm('mailbox', 'delete', '-u', USER, 'Archive')
      app.dovecot.doveadm('mailbox', 'create', '-u', USER, 'Archive')
      append('Archive', 'A new beginning')
    })
    await isRight('Archive')
    expect((await kept('Archive')).uids).toHaveLength(1)
    expect(asked(/UID FETCH .*CHANGEDSINCE/).length).toBeLessThanOrEqual(1) // none of Archive's
    opened.expectQuiet()
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessageRow } from '../../../shared/mail/message.ts'
import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import { MAX_FRAME_BYTES, MAX_SET_LENGTH } from '../../../shared/protocol/limits.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { startScriptedImap, type Answer, type ScriptedImap } from '../live/scriptedImap.ts'
import { messageOf, startBed, type ProtocolBed } from './bed.ts'
import { openRaw, type RawSession } from './rawSession.ts'

/** Rule T3 of PROTOCOL.md: no frame of the bridge is longer than 1 MiB, whatever the mailbox holds. */

/** The longest frame so far, in bytes. */
function watchFrames(raw: RawSession): () => number {
  let longest = 0
  raw.ws.on('message', (data: Buffer) => (longest = Math.max(longest, data.length)))
  return () => longest
}
const itemsOf = (raw: RawSession, tag: number): unknown[] =>
  raw.frames.flatMap((frame) => (frame.tag === tag ? (frame.items ?? []) : []))

describe('T3: mail that would fill a frame', () => {
  let bed: ProtocolBed
  beforeAll(async () => {
    bed = await startBed({ profile: 'full' })
  })
  afterAll(() => bed.stop())

  test('T3: twenty thousand recipients, headers of megabytes and two thousand parts', async () => {
    const { user } = bed.dovecot
    const fold = (items: string[], comma = ',') => items.join(`${comma}\r\n `)
    const recipients = Array.from(
      { length: 20_000 },
      (_, index) => `=?utf-8?Q?P=C3=A8rson_${index}?= <user${index}@example.org>`,
    )
    const words = fold(
      Array.from({ length: 50_000 }, (_, index) => `<reference.${index}@example.org>`),
      '',
    )
    const hostile = messageOf('many').replace(
      'To: user1@ponte.test',
      [
        `To: ${fold(recipients)}`,
        `Cc: ${fold(recipients)}`,
        `References: ${words}`,
        `X-Long: ${words}`,
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
      ].join('\r\n'),
    )
    const part = `--b\r\nContent-Type: text/plain; name="${'n'.repeat(200)}"\r\n\r\nx\r\n`
    bed.dovecot.append(user(1), 'INBOX', messageOf('before'), `${hostile}${part.repeat(2_000)}--b--\r\n`)
    const { raw, uidValidity } = await bed.signIn(1)
    const longest = watchFrames(raw)
    const mailbox = { path: 'INBOX', uidValidity }
    const messages = { by: 'sequence', set: '1:*' }
    raw.send({
      tag: 1,
      command: 'fetch',
      args: {
        mailbox,
        messages,
        fields: ['envelope', 'flags', 'bodyStructure', 'preview'],
        headers: ['References', 'X-Long'],
      },
    })
    expect((await raw.answer(1)).result).toEqual({})
    const [before, many] = itemsOf(raw, 1) as MessageRow[]
    expect(before?.envelope?.subject).toBe('before')
    expect(many?.envelope?.subject).toBe('many')
    expect(many?.envelope?.to).toHaveLength(1_000)
    expect(many?.envelope?.to[999]).toEqual({ name: 'Pèrson 999', address: 'user999@example.org' })
    expect(many?.headers?.['references']?.[0]).toMatch(/^<reference\.0@example\.org>/)
    expect(many?.bodyStructure?.children?.length).toBeGreaterThan(100)
    raw.send({ tag: 2, command: 'fetch', args: { mailbox, messages, shape: 'compact' } })
    expect((await raw.answer(2)).result).toEqual({})
    expect(itemsOf(raw, 2)).toHaveLength(2)
    expect(longest()).toBeGreaterThan(50_000)
    expect(longest()).toBeLessThanOrEqual(MAX_FRAME_BYTES)
  })
})

describe('T3: answers that would fill a frame', () => {
  let imap: ScriptedImap
  let bridge: TestBridge
  let answer: Answer
  const mailbox = { path: 'INBOX', uidValidity: '7' }

  beforeAll(async () => {
    const ca = makeCa()
    imap = await startScriptedImap(ca, (line, to) => answer(line, to))
    bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: imap.port, ca })])
  })
  afterAll(async () => {
    await bridge.stop()
    await imap.stop()
  })
  const signIn = async (): Promise<RawSession> => {
    const raw = await openRaw(bridge.origin)
    await raw.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token' })
    return raw
  }

  test('T3: a search that finds a million messages, no two in a row', async () => {
    const found = Array.from({ length: 1_000_000 }, (_, index) => 1_000_000 + index * 2)
    answer = ({ tag, command }) =>
      command.startsWith('UID SEARCH') ? [`* SEARCH ${found.join(' ')}`, `${tag} OK done`] : undefined
    const raw = await signIn()
    const longest = watchFrames(raw)
    raw.send({ tag: 1, command: 'search', args: { mailbox, criteria: { key: 'unseen' } } })
    const { set, count } = (await raw.answer(1)).result as { set: string; count: number }
    const sets = [...(itemsOf(raw, 1) as { set: string }[]).map((item) => item.set), set]
    expect(count).toBe(found.length)
    expect(sets.join(',')).toBe(formatNumberSet(found))
    expect(Math.max(...sets.map((one) => one.length))).toBeLessThanOrEqual(MAX_SET_LENGTH)
    expect(longest()).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    raw.ws.terminate()
    // The page's own client puts them together again.
    const { client } = await bridge.connect()
    await client.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token' })
    const whole = await client.call('search', { mailbox, criteria: { key: 'unseen' } })
    expect(whole.count).toBe(found.length)
    expect(whole.set).toBe(formatNumberSet(found))
  })

  test('T3: what no mail server says fails its call, and only that', async () => {
    const long = 'x'.repeat(2 * MAX_FRAME_BYTES)
    let asked = false
    answer = ({ tag, command }) => {
      if (command.startsWith('LIST')) return [`* LIST () "/" "${long}"`, `${tag} OK done`]
      if (command.startsWith('CHECK')) return [`* OK [ALERT] ${long}`, `${tag} NO ${long}`]
      if (command === 'CAPABILITY' && asked) return [`* CAPABILITY ${long}`, `${tag} OK done`]
      return undefined
    }
    const raw = await signIn()
    const longest = watchFrames(raw)
    expect((await raw.call('list', {})).error).toMatchObject({ code: 'tooLarge' })
    asked = true
    expect((await raw.call('capability', {})).error).toMatchObject({ code: 'tooLarge' })
    await raw.call('select', { path: 'INBOX' })
    expect((await raw.call('check', {})).error?.server).toHaveLength(8_192)
    const { event } = await raw.frame((frame) => frame.event?.type === 'alert')
    expect(event).toMatchObject({ text: 'x'.repeat(8_192) })
    expect((await raw.call('noop', {})).result).toEqual({})
    expect(longest()).toBeLessThanOrEqual(MAX_FRAME_BYTES)
    raw.ws.terminate()
  })
})

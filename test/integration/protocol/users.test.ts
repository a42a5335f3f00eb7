import { afterAll, beforeAll, expect, test } from 'vitest'
import { testUser } from '../../support/dovecot.ts'
import { messageOf, startBed, type ProtocolBed } from './bed.ts'

/** Threat 39, one user's mail shown to another: many users at once in one process, each sees only their own. */

const USERS = Number(process.env['PONTE_TEST_USERS'] ?? 40)
const ROUNDS = 4
/** Messages of user n: different for neighbours, so that a foreign UID does not exist in the own mailbox. */
const countOf = (user: number): number => 1 + (user % 5)

let bed: ProtocolBed
beforeAll(async () => {
  bed = await startBed({
    profile: 'full',
    users: Array.from({ length: USERS }, (_, index) => testUser(index + 1)),
  })
})
afterAll(() => bed.stop())

async function useMailbox(user: number): Promise<{ seen: string[]; uids: number[] }> {
  const { raw, uidValidity } = await bed.signIn(user)
  const mark = `<user-${user}>`
  const mailbox = { path: 'INBOX', uidValidity }
  const uids: number[] = []
  let tag = 0
  for (let index = 0; index < countOf(user); index++) {
    const bytes = Buffer.from(messageOf(`mark ${mark}`, `body of ${mark}`))
    raw.send({
      tag: (tag += 1),
      command: 'append',
      args: { path: 'INBOX', message: { kind: 'upload', size: bytes.length } },
    })
    // In pieces, so that the uploads of all users are under way together.
    for (let at = 0; at < bytes.length; at += 50) {
      raw.upload(tag, bytes.subarray(at, at + 50), { last: at + 50 >= bytes.length })
      await new Promise((resolve) => setImmediate(resolve))
    }
    uids.push(((await raw.answer(tag)).result as { uid: number }).uid)
  }
  for (let round = 0; round < ROUNDS; round++) {
    const tags = [
      ['fetch', { mailbox, messages: { by: 'sequence', set: '1:*' }, fields: ['envelope', 'preview'] }],
      ['search', { mailbox, criteria: { key: 'subject', value: 'user-' } }],
      ['status', { paths: ['INBOX'], fields: ['messages'] }],
      ...uids.map((uid) => ['fetchBody', { mailbox, uid, sections: [{ kind: 'source' }] }] as const),
    ].map(([command, args]) => {
      raw.send({ tag: (tag += 1), command, args })
      return tag
    })
    const answers = await Promise.all(tags.map((one) => raw.answer(one)))
    for (const { error } of answers) expect(error).toBeUndefined()
    expect(answers[1]?.result).toMatchObject({ count: countOf(user) })
  }
  const items = raw.frames.flatMap((frame) => frame.items ?? [])
  const texts = [
    ...items.map((item) => JSON.stringify(item)),
    ...raw.chunks.map((chunk) => Buffer.from(chunk.bytes).toString('latin1')),
  ]
  raw.close()
  return {
    seen: texts.flatMap((text) => text.match(/<user-\d+>/g) ?? []),
    uids: items.flatMap((item) => (item as { uid?: number }).uid ?? []),
  }
}

test(`${USERS} interleaved users see none of each other’s messages`, async () => {
  const all = await Promise.all(Array.from({ length: USERS }, (_, index) => useMailbox(index + 1)))
  for (const [index, { seen, uids }] of all.entries()) {
    const user = index + 1
    expect(new Set(seen)).toEqual(new Set([`<user-${user}>`]))
    // Subject and preview of each row, subject and body of each source, in each round.
    expect(seen).toHaveLength(ROUNDS * countOf(user) * 4)
    expect(uids).toHaveLength(ROUNDS * countOf(user))
    expect(Math.max(...uids)).toBe(countOf(user))
  }
  expect(await (await fetch(`${bed.bridge.origin}/healthz`)).json()).toMatchObject({ status: 'ok' })
})

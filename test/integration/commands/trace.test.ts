import { expect, it } from 'vitest'
import type { Item } from '../../../shared/protocol/command.ts'
import type { trace } from '../../../shared/protocol/commands/trace.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'
import type { ProvedSession } from '../support/session.ts'

type Line = Item<typeof trace>
const SECRET_BODY = 'The safe opens with 4711.'

describeEveryServer('trace', (server) => {
  /** The trace while `work` runs; the noop at its end makes sure that its last line is here. */
  async function traced(session: ProvedSession, work: () => Promise<unknown>): Promise<Line[]> {
    const lines: Line[] = []
    const stop = new AbortController()
    const onItem = (item: Line): void => void lines.push(item)
    const call = session.client.call('trace', {}, { signal: stop.signal, onItem })
    const ended = call.catch((error: { code: string }) => error.code)
    await work()
    await session.run('noop', {})
    stop.abort()
    expect(await ended).toBe('cancelled')
    return lines
  }

  async function withMessage(): Promise<{ user: TestUser; session: ProvedSession; uidValidity: string }> {
    const user = server.user()
    await user.deliver('INBOX', `Subject: The safe\r\n\r\n${SECRET_BODY}\r\n`)
    const session = await user.signIn()
    const { result } = await session.run('select', { path: 'INBOX' })
    return { user, session, uidValidity: result.uidValidity }
  }

  it('tells the lines of both sides with their bytes, and how long each answer took', async () => {
    const { session, uidValidity } = await withMessage()
    const lines = await traced(session, () =>
      session.run('store', {
        mailbox: { path: 'INBOX', uidValidity },
        messages: { by: 'uid', set: '1' },
        change: { action: 'add', flags: ['\\Flagged'] },
      }),
    )
    const command = lines.find(({ line }) => line.includes('UID STORE'))
    expect(command).toMatchObject({ lane: 'main', from: 'bridge' })
    expect(command?.line).toMatch(/^[0-9A-F]+ UID STORE 1 \+?FLAGS(?:\.SILENT)? \(\\Flagged\)$/)
    const tag = command?.line.split(' ')[0] ?? ''
    const answer = lines.find(({ from, line }) => from === 'server' && line.startsWith(`${tag} OK`))
    expect(answer?.ms).toBeGreaterThanOrEqual(0)
    expect(answer?.at).toBeGreaterThanOrEqual(command?.at ?? Infinity)
    for (const one of lines) expect(one.bytes).toBeGreaterThanOrEqual(Buffer.byteLength(one.line))
  })

  it('holds no mail and no message that is uploaded', async () => {
    const { session, uidValidity } = await withMessage()
    const upload = new Blob([`Subject: Another\r\n\r\n${SECRET_BODY}\r\n`])
    const lines = await traced(session, async () => {
      const body = await session.download({
        mailbox: { path: 'INBOX', uidValidity },
        uid: 1,
        sections: [{ kind: 'source' }],
      })
      expect(Buffer.concat(body.streams).toString()).toContain(SECRET_BODY)
      const message = { kind: 'upload', size: upload.size } as const
      await session.run('append', { path: 'INBOX', message }, { uploads: new Map([[0, upload]]) })
    })
    const text = JSON.stringify(lines)
    expect(text).not.toContain('4711')
    const body = lines.find(({ from, line }) => from === 'server' && line.includes('BODY[]'))
    expect(body?.line).toMatch(/BODY\[\]\S* \{\d+\}/)
    expect(body?.bytes).toBeGreaterThan(SECRET_BODY.length)
    expect(text).toContain('APPEND')
  })

  it('never holds signing in, and tells the next connection of a lane too', async () => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('select', { path: 'INBOX' })
    const accessToken = user.accessToken()
    const lines = await traced(session, async () => {
      await session.run('authenticate', { provider: 'work', user: user.name, accessToken })
      await session.run('capability', {})
    })
    const text = JSON.stringify(lines)
    expect(text).toContain('CAPABILITY')
    expect(text).not.toMatch(/\bAUTHENTICATE\b/)
    expect(text).not.toContain(accessToken)
    expect(text).not.toContain(Buffer.from(accessToken).toString('base64').slice(4, 20))
  })

  it('tells nothing to a session that does not ask, and nothing after it was stopped', async () => {
    const { session } = await withMessage()
    const other = await server.user().signIn()
    const lines = await traced(session, () => other.run('capability', {}))
    const { length } = lines
    expect(JSON.stringify(lines)).not.toContain('CAPABILITY')
    await session.run('capability', {})
    expect(lines.length).toBe(length)
  })
})

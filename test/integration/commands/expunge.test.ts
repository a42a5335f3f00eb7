import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

const deleted = (subject: string) => ({ raw: mail({ subject }), flags: ['\\Deleted'] })

describeEveryServer('expunge', (server) => {
  it('removes every message marked deleted; what went comes as events', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', deleted('one'), mail(), deleted('three'), deleted('four'))
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    const { items, result } = await session.run('expunge', { mailbox })
    expect(items).toEqual([])
    expect(result).toEqual({ expunged: 3 })
    expect(session.wire.commands()).toEqual(['EXPUNGE'])
    expect((await user.messages('INBOX')).map((one) => one.uid)).toEqual([uids[1]])
    // Each number is read against the events before it (rule C8): taken one by one, message 2 is left.
    const left = [1, 2, 3, 4]
    for (const event of session.events) {
      if (event.type !== 'expunge') continue
      expect(event).toMatchObject({ mailbox: 'INBOX', uidValidity: mailbox.uidValidity })
      left.splice((event.seq ?? 0) - 1, 1)
    }
    expect(left).toEqual([2])
  })

  it('removes only the UIDs it is given; other deleted messages stay', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', deleted('one'), deleted('two'), mail(), deleted('four'))
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    const { result } = await session.run('expunge', { mailbox, uids: `${uids[1]}:${uids[2]}` })
    expect(result).toEqual({ expunged: 1 })
    expect(session.wire.commands().at(-1)).toBe(`UID EXPUNGE ${uids[1]}:${uids[2]}`)
    expect((await user.messages('INBOX')).map((one) => one.uid)).toEqual([uids[0], uids[2], uids[3]])
  })

  it('removes nothing where nothing is marked', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    expect((await session.run('expunge', { mailbox })).result).toEqual({ expunged: 0 })
    expect((await session.run('expunge', { mailbox, uids: '1:*' })).result).toEqual({ expunged: 0 })
    expect(await user.messages('INBOX')).toHaveLength(1)
  })

  it('counts what went also when mail arrives meanwhile', async () => {
    const user = server.user()
    await user.deliver('INBOX', deleted('one'), mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    // The bridge hears of these two together with the answer to EXPUNGE.
    await user.deliver('INBOX', mail(), mail())
    expect((await session.run('expunge', { mailbox })).result).toEqual({ expunged: 1 })
    expect(session.events.filter((event) => event.type === 'exists').at(-1)).toMatchObject({ exists: 3 })
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'expunge', {})
    await holdsToUidValidity(server, 'expunge', { uids: '1:*' })
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'expunge',
      args: { mailbox: await user.ref('INBOX'), uids: '1:*' },
    })
  })
})

describeEveryServer(
  'expunge, without UIDPLUS',
  (server) => {
    it('says unsupported instead of removing more than it was asked to', async () => {
      const user = server.user()
      const [uid] = await user.deliver('INBOX', deleted('one'), deleted('two'))
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const error = await session.refused('expunge', { mailbox, uids: String(uid) })
      expect(error).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('UIDPLUS') as string,
      })
      expect(session.wire.commands()).toEqual([])
      expect((await session.run('expunge', { mailbox })).result).toEqual({ expunged: 2 })
    })
  },
  { hideCapabilities: ['UIDPLUS'] },
)

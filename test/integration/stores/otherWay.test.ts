import { expect, it } from 'vitest'
import { openAccount, subjects } from '../support/account.ts'
import { letters } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer(
  'a message that the server does not hand out',
  (server) => {
    async function failed() {
      const user = server.user()
      await user.deliver('INBOX', ...letters('Odd'))
      const account = await openAccount(server, user)
      await expect.poll(() => subjects(account)).toEqual(['Odd'])
      server.demo.server.quirks.unretrievable = () => true
      account.reading.openAt(0)
      await expect.poll(() => account.reading.state.kind).toBe('failed')
      return { user, account }
    }

    it('has another way, tried once: without PEEK, and only when somebody asks for it', async () => {
      const { user, account } = await failed()
      expect(account.reading.state).toMatchObject({ error: { code: 'unretrievable' }, otherWay: true })
      const asked = (): string[] => server.tap.commands().filter((line) => line.includes(' BODY['))
      const before = asked().length
      await account.reading.tryOtherWay()
      expect(asked()).toHaveLength(before + 1)
      expect(account.reading.state).toMatchObject({ kind: 'failed', otherWay: false })
      await account.reading.tryOtherWay()
      expect(asked()).toHaveLength(before + 1)
      server.demo.server.quirks.unretrievable = undefined
      expect((await user.messages('INBOX'))[0]?.flags).not.toContain('\\Seen')
    })

    it('is offered while it has not been tried, though something else is open', async () => {
      const { account } = await failed()
      const message = { row: account.messages.rowAt(0)!, mailbox: account.messages.mailboxRef() }
      account.reading.close()
      expect(account.reading.isWithheld(message)).toBe(true)
      server.demo.server.quirks.substitute = true
      await account.reading.openOtherWay(message)
      expect(account.reading.state.kind).toBe('shown')
      expect(account.reading.isWithheld(message)).toBe(false)
    })

    it('is shown as what the server hands out in its place, and is read then', async () => {
      const { user, account } = await failed()
      server.demo.server.quirks.substitute = true
      await account.reading.tryOtherWay()
      expect(account.reading.state).toMatchObject({
        kind: 'shown',
        body: { parts: [{ kind: 'text', text: expect.stringContaining('RFC-822 compatible') as string }] },
      })
      server.demo.server.quirks.unretrievable = undefined
      expect((await user.messages('INBOX'))[0]?.flags).toContain('\\Seen')
    })
  },
  { servers: ['demo'] },
)

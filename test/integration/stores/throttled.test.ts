import { expect, it } from 'vitest'
import { openAccount } from '../support/account.ts'
import { letters } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer(
  'a server that throttles',
  (server) => {
    it('is asked for bulk work seldom afterwards, and at once for what a person opens', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', ...letters(...Array.from({ length: 20 }, (_, at) => `${at}`)))
      const account = await openAccount(server, user)
      const mailbox = account.messages.mailboxRef()

      /** Searches without end, beside somebody who opens all messages. @returns how many searches the server was asked meanwhile */
      async function race(): Promise<number> {
        server.tap.reset()
        const stop = new AbortController()
        const bulk = (async () => {
          while (!stop.signal.aborted)
            await account.client.call(
              'search',
              { mailbox, criteria: { key: 'all' } },
              { signal: stop.signal },
            )
        })()
        for (const uid of uids)
          await account.client.call('fetchBody', { mailbox, uid, sections: [{ kind: 'source' }] })
        const commands = server.tap.commands()
        stop.abort()
        await bulk.catch(() => undefined)
        expect(commands.filter((line) => line.startsWith('UID FETCH'))).toHaveLength(uids.length)
        return commands.filter((line) => /^(?:UID )?SEARCH/.test(line)).length
      }

      const usual = await race()
      expect(usual).toBeGreaterThan(uids.length / 2)

      server.demo.server.quirks.throttle = { afterCommands: 0, backoffMs: 200 }
      await expect(account.client.call('noop', {})).rejects.toMatchObject({ code: 'throttled' })
      server.demo.server.quirks.throttle = undefined
      expect(await race()).toBeLessThan(usual / 4)
    })
  },
  { servers: ['demo'] },
)

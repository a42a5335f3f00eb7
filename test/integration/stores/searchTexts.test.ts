import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { base64Lines, mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

const inHtml = (subject: string, html: string): string =>
  mail({
    subject,
    headers: [
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
    ],
    body: base64Lines(Buffer.from(html)),
  })
const inLatin1 = (subject: string, body: string): string =>
  mail({
    subject,
    headers: [
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
    ],
    body,
  })

describeEveryServer(
  'texts of any script where the server searches for ASCII alone',
  (server) => {
    async function opened(options: Parameters<typeof openAccount>[2] = {}) {
      const user = server.user()
      await user.deliver(
        'INBOX',
        inLatin1('one', 'Un caff=E8 alle nove.'),
        mail({ subject: 'two', body: 'A cup of tea.' }),
        inHtml('three', '<p>Un <b>caff</b>&egrave; e poi 京&#37117;</p>'),
      )
      await user.deliver('Archive', inHtml('old', '<p>京都の橋</p>'))
      const account = await openAccount(server, user, options)
      await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
      return { user, account }
    }
    async function found({ everywhere: { list } }: TestAccount): Promise<string[]> {
      await list?.want(list.list)
      return (list?.list ?? []).map((one) => list?.rowOf(one)?.envelope?.subject ?? '').sort()
    }

    it('are looked in as far as they are here, and the rest on wish, in every folder', async () => {
      const { user, account } = await opened()
      const top = account.messages.rowAt(0)
      if (top) account.reading.open(top)
      await expect.poll(() => account.reading.state.kind).toBe('shown')
      account.search.text = '京都'
      await account.search.submit()
      expect(account.everywhere.compared).toMatchObject({ text: '京都', texts: true })
      expect(await found(account)).toEqual(['three'])
      const flags = async () => (await user.messages('Archive')).map((one) => one.flags)
      const before = await flags()
      account.wire.reset()
      await account.search.readRest()
      expect(account.search.rest).toMatchObject({ kind: 'all', done: 3, count: 3 })
      expect(await found(account)).toEqual(['old', 'three'])
      // Nothing is marked as read.
      expect(await flags()).toEqual(before)
      const bodies = account.wire.commands().filter((line) => line.includes('BODY'))
      expect(bodies.filter((line) => /BODY\[/.test(line))).toEqual([])
      // What was read need not be read again.
      account.search.text = 'caffè'
      await account.search.submit()
      expect(await found(account)).toEqual(['one', 'three'])
      await account.search.readRest()
      expect(account.search.rest).toMatchObject({ kind: 'all', done: 0, count: 0 })
    })

    it('of the folder on screen join its list; stopped, what was read stays read', async () => {
      let release: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (release = resolve))
      let asked = 0
      const hold = (command: string): unknown => (command === 'fetchBody' && ++asked > 1 ? gate : undefined)
      const { account } = await opened({ hold })
      await account.search.setScope('folder')
      account.search.text = 'caffè'
      await account.search.submit()
      expect(subjects(account)).toEqual([])
      const reading = account.search.readRest()
      await expect.poll(() => subjects(account)).toEqual(['three'])
      account.search.stopRest()
      expect(account.search.rest).toMatchObject({ kind: 'stopped', done: 1, count: 3 })
      release()
      await reading
      await account.search.readRest()
      expect(account.search.rest).toMatchObject({ kind: 'all', count: 2 })
      await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
    })
  },
  { servers: ['demo'] },
)

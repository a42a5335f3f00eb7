import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { letters } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('what other clients do shows with the next poll', (server) => {
  const marked = ({ messages }: TestAccount, flag: string): string[] =>
    Array.from({ length: messages.count }, (_, at) => messages.rowAt(at)).flatMap((row) =>
      row?.flags?.includes(flag) ? [row.envelope?.subject ?? ''] : [],
    )

  it.each([
    ['as the server numbers it', false],
    ['as the index arranges it', true],
  ])('in the list %s', async (_, background) => {
    const user = server.user()
    const uids = await user.deliver('INBOX', ...letters('one', 'two', 'three', 'four'))
    const account = await openAccount(server, user, { background })
    await expect.poll(() => subjects(account)).toEqual(['four', 'three', 'two', 'one'])
    const other = await user.signIn()
    const mailbox = account.messages.mailboxRef()
    const [one, two] = uids
    const store = (uid: number | undefined, flag: string): Promise<unknown> =>
      other.run('store', {
        mailbox,
        messages: { by: 'uid', set: String(uid) },
        change: { action: 'add', flags: [flag] },
      })
    await store(one, '\\Flagged')
    await store(two, '\\Seen')
    // What the poll is: a NOOP on the lane that watches.
    await account.hear()
    await expect.poll(() => marked(account, '\\Flagged')).toEqual(['one'])
    await expect.poll(() => marked(account, '\\Seen')).toEqual(['two'])
  })
})

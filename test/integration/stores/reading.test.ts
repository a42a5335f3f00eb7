import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('reading, without a browser', (server) => {
  async function opened(options?: { background: boolean }) {
    const user = server.user()
    const thread = (subject: string, id: string, parent?: string) =>
      mail({
        subject,
        messageId: `<${id}@x>`,
        body: `Words of ${id}.`,
        headers: parent ? [`In-Reply-To: <${parent}@x>`, `References: <${parent}@x>`] : [],
      })
    const uids = await user.deliver('INBOX', thread('Plans', 'one'), mail({ subject: 'Lunch' }))
    await user.deliver('Sent', thread('Re: Plans', 'answer', 'one'))
    const account = await openAccount(server, user, options)
    await expect.poll(() => subjects(account)).toEqual(['Lunch', 'Plans'])
    return { user, account, uids }
  }
  function open(account: TestAccount, index: number): void {
    account.reading.openAt(index)
  }
  const words = ({ reading }: TestAccount): string => JSON.stringify(reading.state)

  it('shows a message, marks it as read once it was seen, and closes it', async () => {
    const { user, account, uids } = await opened()
    open(account, 1)
    await expect.poll(() => account.reading.state.kind).toBe('shown')
    expect(words(account)).toContain('Words of one.')
    expect(account.messages.selectedUid).toBe(uids[0])
    account.reading.seen()
    await expect
      .poll(async () => (await user.messages('INBOX')).map(({ flags }) => flags.includes('\\Seen')))
      .toEqual([true, false])
    account.reading.close()
    expect(account.reading.state.kind).toBe('none')
    expect(account.messages.selectedUid).toBeUndefined()
  })

  it('finds the rest of the conversation in Sent', async () => {
    const { account } = await opened()
    open(account, 1)
    await expect.poll(() => account.conversation.others.length).toBe(1)
    expect(account.conversation.others[0]).toMatchObject({ mailbox: { path: 'Sent' } })
  })

  it('has what was read ahead without asking again', async () => {
    const { account } = await opened({ background: true })
    await expect
      .poll(() => account.wire.commands().filter((line) => /BODY\.PEEK\[/.test(line)))
      .not.toEqual([])
    const ref = account.messages.mailboxRef()
    const row = account.messages.rowAt(1)
    if (!row) throw new Error('no row')
    await expect.poll(() => account.bodies.atHand({ row, mailbox: ref }) !== undefined).toBe(true)
    account.wire.reset()
    open(account, 1)
    await expect.poll(() => account.reading.state.kind).toBe('shown')
    expect(account.wire.commands().filter((line) => line.includes('FETCH'))).toEqual([])
  })

  it('keeps on screen what another program deleted, and says that it is gone', async () => {
    const { user, account, uids } = await opened()
    open(account, 1)
    await expect.poll(() => account.reading.state.kind).toBe('shown')
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageDelete(String(uids[0]), { uid: true })
    await account.hear()
    await expect.poll(() => account.reading.gone).toBe(true)
    expect(words(account)).toContain('Words of one.')
  })

  it('says why a message cannot be read, and tries again', async () => {
    const { account } = await opened()
    server.tap.refuse(/FETCH/)
    open(account, 0)
    await expect.poll(() => account.reading.state.kind).toBe('failed')
    server.tap.refuse(undefined)
    account.reading.retry()
    await expect.poll(() => account.reading.state.kind).toBe('shown')
    expect(words(account)).toContain('See you at one.')
  })
})

import { expect, it, onTestFinished } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { FIRST_SYNC_BATCH } from '../../../web/index/limits.ts'
import { letters, mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('what goes on behind the list, without a browser', (server) => {
  const isWhole = ({ headers, messages }: TestAccount): boolean =>
    headers.isComplete(messages.mailboxRef()) &&
    headers.stateOf(messages.mailboxRef())?.known === messages.exists

  async function synced() {
    const user = server.user()
    const uids = await user.deliver('INBOX', ...letters('one', 'two', 'three'))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => isWhole(account)).toBe(true)
    return { user, account, uids }
  }

  it('the index gets the headers, and follows what comes and goes', async () => {
    const { user, account, uids } = await synced()
    const ref = account.messages.mailboxRef()
    expect((await account.headers.rowsOf(ref, uids)).map(({ envelope }) => envelope?.subject)).toEqual([
      'one',
      'two',
      'three',
    ])
    await user.deliver('INBOX', ...letters('four'))
    await account.hear()
    await expect.poll(() => account.headers.stateOf(ref)).toEqual({ known: 4, total: 4 })
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageDelete(String(uids[1]), { uid: true })
    await account.hear()
    await expect.poll(() => account.headers.stateOf(ref)).toEqual({ known: 3, total: 3 })
    expect(await account.headers.search(ref, { key: 'subject', value: 'two' })).toEqual([])
    expect(subjects(account)).toEqual(['four', 'three', 'one'])
  })

  it('the index takes over a flag that another program sets', async () => {
    const { user, account, uids } = await synced()
    const ref = account.messages.mailboxRef()
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd(String(uids[2]), ['\\Flagged'], { uid: true })
    await account.hear()
    await expect.poll(() => account.headers.search(ref, { key: 'flagged' })).toEqual([uids[2]])
  })

  it('what changed while another folder was open is found out on coming back, without all headers again', async () => {
    const { user, account, uids } = await synced()
    await account.messages.open('Archive')
    await user.deliver('INBOX', ...letters('meanwhile'))
    account.wire.reset()
    await account.messages.open('INBOX')
    await expect.poll(() => isWhole(account)).toBe(true)
    expect(account.headers.stateOf(account.messages.mailboxRef())?.known).toBe(uids.length + 1)
    await expect.poll(() => subjects(account)[0]).toBe('meanwhile')
  })

  it('the list folds by the newest headers, while the rest is still to come', async () => {
    const user = server.user()
    const reply = ['In-Reply-To: <plan@example.org>', 'References: <plan@example.org>']
    await user.deliver(
      'INBOX',
      ...letters('oldest', 'old'),
      mail({ subject: 'Plan', messageId: '<plan@example.org>' }),
      mail({ subject: 'Re: Plan', headers: reply }),
      ...letters(...Array.from({ length: FIRST_SYNC_BATCH - 2 }, (_, at) => `letter ${at}`)),
    )
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    onTestFinished(() => release())
    let batches = 0
    const account = await openAccount(server, user, {
      background: true,
      hold: (command, input) =>
        command === 'fetch' && 'shape' in input && ++batches > 1 ? released : undefined,
    })
    expect(account.messages.count).toBe(FIRST_SYNC_BATCH + 2)
    await expect.poll(() => account.messages.count).toBe(FIRST_SYNC_BATCH + 1)
    expect(isWhole(account)).toBe(false)
    expect(account.arrangement.ready).toBe(false)
    release()
    await expect.poll(() => isWhole(account)).toBe(true)
    expect(account.messages.count).toBe(FIRST_SYNC_BATCH + 1)
  })

  it('nothing is fetched unasked in a browser that is to keep no mail', async () => {
    const { account } = await synced()
    account.settings.change({ keepMail: false })
    await expect.poll(() => account.headers.stateOf(account.messages.mailboxRef())).toBeUndefined()
    expect(subjects(account)).toEqual(['three', 'two', 'one'])
  })
})

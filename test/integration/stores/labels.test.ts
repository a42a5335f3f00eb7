import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { letters } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('labels, without a browser', (server) => {
  const at = (account: TestAccount, index: number) => {
    const row = account.messages.rowAt(index)
    if (!row) throw new Error(`no row at ${index}`)
    return row
  }
  const named = (account: TestAccount, index: number): string[] =>
    account.labels.among(at(account, index).flags).map(({ name }) => name)

  async function opened() {
    const user = server.user()
    await user.deliver('INBOX', ...letters('one', 'two', 'three'))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    return { user, account }
  }

  it('are given where the server keeps keywords, taken, undone, and found again', async () => {
    const { user, account } = await opened()
    const { labels } = account
    if (!account.messages.mailbox?.permanentFlags?.includes('\\*')) {
      // Nothing is offered, and a search says why.
      expect([labels.canCreate, labels.all]).toEqual([false, []])
      account.search.text = 'label:work'
      await account.search.submit()
      expect(account.search.problems).toEqual([{ kind: 'label', value: 'label:work' }])
      return
    }
    const label = labels.create('Für später')
    await labels.give(at(account, 0), label, true)
    expect(named(account, 0)).toEqual(['Für später'])
    expect((await user.messages('INBOX')).map(({ flags }) => flags.includes(label.keyword))).toEqual([
      false,
      false,
      true,
    ])
    // The same name is the same label, and a new name for it keeps the keyword.
    expect(labels.create('fur SPATER').keyword).toBe(label.keyword)
    labels.name({ ...label, name: 'Later on', colour: 'pink' })
    expect(named(account, 0)).toEqual(['Later on'])

    account.search.text = 'label:"later on"'
    await account.search.setScope('folder')
    await account.search.submit()
    await expect.poll(() => subjects(account)).toEqual(['three'])
    await account.search.clear()
    account.search.text = '-label:"later on"'
    await account.search.setScope('folder')
    await account.search.submit()
    await expect.poll(() => subjects(account)).toEqual(['two', 'one'])
    await account.search.clear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])

    account.undo.undoLast()
    await expect
      .poll(async () => (await user.messages('INBOX')).some(({ flags }) => flags.includes(label.keyword)))
      .toBe(false)
    expect(named(account, 0)).toEqual([])
  })

  it('of another client show by its names', async () => {
    const { user, account } = await opened()
    if (!account.labels.canCreate) return
    const [first] = await user.messages('INBOX')
    await account.client.call('store', {
      mailbox: account.messages.mailboxRef(),
      messages: { by: 'uid', set: String(first?.uid) },
      change: { action: 'add', flags: ['$label1', '$Forwarded', 'NonJunk', 'tax_2026'] },
    })
    await account.hear()
    await expect.poll(() => named(account, 2)).toEqual(['Important', 'tax 2026'])
    expect(account.labels.all.map(({ name }) => name).sort()).toEqual(['Important', 'tax 2026'])
    expect(account.labels.keywordOf('important')).toBe('$label1')
  })
})

import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('a search, without a browser', (server) => {
  async function opened() {
    const user = server.user()
    await user.deliver(
      'INBOX',
      mail({ subject: 'one', body: 'The wisteria blooms.' }),
      { raw: mail({ subject: 'two' }), flags: ['\\Seen'] },
      mail({ subject: 'three', body: 'Wisteria again.' }),
    )
    await user.deliver('Archive', mail({ subject: 'old', body: 'wisteria of before' }))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    return { user, account }
  }
  async function look(account: TestAccount, text: string): Promise<void> {
    account.search.text = text
    await account.search.submit()
  }

  it('leaves what has the words, and all again when it is cleared', async () => {
    const { account } = await opened()
    await look(account, 'body:wisteria')
    expect(account.search.phase.kind).toBe('found')
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
    await account.search.clear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
  })

  it('joins what comes to what was found, and drops what goes', async () => {
    const { user, account } = await opened()
    await look(account, 'body:wisteria')
    const [late = 0] = await user.deliver('INBOX', mail({ subject: 'late', body: 'wisteria, late' }))
    await account.hear()
    await expect.poll(() => subjects(account)).toEqual(['late', 'three', 'one'])
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageDelete(String(late), { uid: true })
    await account.hear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
  })

  it('is narrowed by a filter, which keeps what is read meanwhile', async () => {
    const { account } = await opened()
    await account.search.setFilter('unread')
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
    const top = account.messages.rowAt(0)
    if (top) await account.actions.setFlag(top, '\\Seen', { on: true })
    expect(subjects(account)).toEqual(['three', 'one'])
    await account.search.setFilter('all')
    await account.search.setFilter('unread')
    await expect.poll(() => subjects(account)).toEqual(['one'])
  })

  it('goes through all folders, and opens what it found in one', async () => {
    const { account } = await opened()
    await account.search.setScope('all')
    await look(account, 'body:wisteria')
    expect(account.everywhere.phase).toBe('found')
    expect(account.everywhere.groups.map(({ path, uids }) => [path, uids.length])).toEqual([
      ['INBOX', 2],
      ['Archive', 1],
    ])
    await account.search.openFound('Archive')
    await expect.poll(() => subjects(account)).toEqual(['old'])
    expect(account.messages.path).toBe('Archive')
    account.search.backToAll()
    expect(account.everywhere.shown).toBe(true)
  })

  it('follows in: to its folder, and says what it does not understand', async () => {
    const { account } = await opened()
    await look(account, 'in:archive wisteria')
    await expect.poll(() => account.messages.path).toBe('Archive')
    await expect.poll(() => subjects(account)).toEqual(['old'])
    await look(account, 'in:nowhere wisteria')
    expect(account.search.problems).toEqual([{ kind: 'folder', value: 'nowhere' }])
    await account.messages.open('INBOX')
    // Another folder is on screen: nothing narrows it.
    expect(account.search.submitted).toBe('')
    expect(account.search.narrowed).toBe(false)
  })

  it('that the server refuses says so, and is asked again', async () => {
    const { account } = await opened()
    server.tap.refuse(/SEARCH/)
    await look(account, 'body:wisteria')
    server.tap.refuse(undefined)
    expect(account.search.phase).toMatchObject({ kind: 'failed', error: { code: 'serverNo' } })
    await account.search.goOn()
    expect(account.search.phase.kind).toBe('found')
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
  })

  it('of headers at hand is answered while it is typed', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail({ subject: 'Perché no' }), mail({ subject: 'Lunch' }))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => account.headers.isComplete(account.messages.mailboxRef())).toBe(true)
    account.wire.reset()
    account.search.text = 'perche'
    await account.search.look()
    await expect.poll(() => subjects(account)).toEqual(['Perché no'])
    expect(account.wire.commands().filter((line) => line.includes('SEARCH'))).toEqual([])
  })
})

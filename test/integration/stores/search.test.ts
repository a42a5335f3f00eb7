import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('a search, without a browser', (server) => {
  async function opened() {
    const user = server.user()
    await user.deliver(
      'INBOX',
      { raw: mail({ subject: 'one', body: 'The wisteria blooms.' }), date: new Date('2026-01-02') },
      { raw: mail({ subject: 'two' }), flags: ['\\Seen'], date: new Date('2026-01-03') },
      { raw: mail({ subject: 'three', body: 'Wisteria again.' }), date: new Date('2026-01-04') },
    )
    const old = mail({ subject: 'old', body: 'wisteria of before' })
    await user.deliver('Archive', { raw: old, date: new Date('2026-01-01') })
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    return { user, account }
  }
  async function look(account: TestAccount, text: string): Promise<void> {
    account.search.text = text
    await account.search.submit()
  }
  /** In the folder on screen alone. */
  async function lookHere(account: TestAccount, text: string): Promise<void> {
    await account.search.setScope('folder')
    await look(account, text)
  }
  /** Folder and subject of the results, from the top. */
  function found({ everywhere: { list } }: TestAccount): string[] {
    return (list?.list ?? []).map((one) => `${one.mailbox.path} ${list?.rowOf(one)?.envelope?.subject}`)
  }

  it('leaves what has the words, and all again when it is cleared', async () => {
    const { account } = await opened()
    await lookHere(account, 'body:wisteria')
    expect(account.search.phase.kind).toBe('found')
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
    await account.search.clear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
  })

  it('joins what comes to what was found, and drops what goes', async () => {
    const { user, account } = await opened()
    await lookHere(account, 'body:wisteria')
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

  it('looks in all mail, newest first, and what it finds of any folder is opened, acted on and brought back', async () => {
    const { account } = await opened()
    account.search.text = 'body:wisteria'
    await account.search.submit()
    await account.everywhere.list?.want(account.everywhere.list.list)
    expect(found(account)).toEqual(['INBOX three', 'INBOX one', 'Archive old'])
    const old = account.everywhere.list?.list[2]
    if (old) await account.search.openResult(old)
    await expect.poll(() => account.reading.state.kind).toBe('shown')
    expect(account.messages.path).toBe('Archive')
    expect(account.everywhere.shown).toBe(true)
    const target = old && account.everywhere.list?.targetOf(old)
    if (target) await account.actions.setFlag(target, '\\Flagged', { on: true })
    expect(old && account.everywhere.list?.rowOf(old)?.flags).toContain('\\Flagged')
    if (target) await account.actions.remove(target)
    // The next result, of another folder, is opened in its place.
    await expect.poll(() => found(account)).toEqual(['INBOX three', 'INBOX one'])
    await expect.poll(() => account.messages.path).toBe('INBOX')
    account.undo.undoLast()
    await expect.poll(() => found(account)).toEqual(['INBOX three', 'INBOX one', 'Archive old'])
    await account.search.clear()
    expect(account.messages.path).toBe('INBOX')
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
  })

  it('results chosen in several folders are flagged as one, told as one and undone as one', async () => {
    const { account } = await opened()
    await look(account, 'body:wisteria')
    const { list } = account.everywhere
    await list?.want(list.list)
    expect(found(account)).toEqual(['INBOX three', 'INBOX one', 'Archive old'])
    list?.choice.toggle(list.list[2]?.key ?? '', list.list[0]?.key)
    // The first one chosen takes the open result along.
    expect(list?.choice.count).toBe(2)
    list?.choice.extendTo(0, undefined)
    expect(list?.choice.targets().map(({ mailbox, uids }) => [mailbox.path, uids.length])).toEqual([
      ['INBOX', 2],
      ['Archive', 1],
    ])
    const flagged = (): number =>
      list?.list.filter((one) => list.rowOf(one)?.flags?.includes('\\Flagged')).length ?? 0
    await account.undo.together(() =>
      (list?.choice.targets() ?? []).map((target) =>
        account.actions.setFlag(target, '\\Flagged', { on: true }),
      ),
    )
    expect(flagged()).toBe(3)
    expect(account.toasts.toast).toMatchObject({ text: 'list.toast.flagged', values: { count: 3 } })
    account.undo.undoLast()
    await expect.poll(flagged).toBe(0)
    list?.choice.clear()
    expect(list?.choice.count).toBe(0)
  })

  it('stands by dates, whatever order messages came to their folders in', async () => {
    const user = server.user()
    const day = (date: string, subject: string) => ({ raw: mail({ subject }), date: new Date(date) })
    await user.deliver('INBOX', day('2026-01-03', 'plan c'), day('2026-01-01', 'plan a'))
    await user.deliver('Archive', day('2026-01-04', 'plan d'), day('2026-01-02', 'plan b'))
    await user.deliver('Junk', day('2026-01-05', 'plan e'))
    const account = await openAccount(server, user)
    await look(account, 'subject:plan')
    const order = ['Archive plan d', 'INBOX plan c', 'Archive plan b', 'INBOX plan a']
    await account.everywhere.list?.want(account.everywhere.list.list)
    expect(found(account)).toEqual(order)
    await account.search.setScope('anywhere')
    await account.everywhere.list?.want(account.everywhere.list.list)
    expect(found(account)).toEqual(['Junk plan e', ...order])
  })

  it('follows in: without staying there, and says what it does not understand', async () => {
    const { account } = await opened()
    await look(account, 'in:archive wisteria')
    await account.everywhere.list?.want(account.everywhere.list.list)
    expect(found(account)).toEqual(['Archive old'])
    expect(account.messages.path).toBe('INBOX')
    await look(account, 'wisteria')
    await account.everywhere.list?.want(account.everywhere.list.list)
    expect(found(account)).toHaveLength(3)
    await look(account, 'in:nowhere wisteria')
    expect(account.search.problems).toEqual([{ kind: 'folder', value: 'nowhere' }])
    await account.messages.open('Archive')
    // Another folder is on screen: nothing narrows it.
    expect(account.everywhere.shown).toBe(false)
    expect(account.search.text).toBe('')
  })

  it('of headers at hand is one list while it is typed, over all folders they are of', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail({ subject: 'Perché no' }), mail({ subject: 'Lunch' }))
    await user.deliver('Archive', mail({ subject: 'Ma perché' }))
    const account = await openAccount(server, user, { background: true })
    const isKnown = (path: string): boolean => {
      const ref = account.headers.refOf(path)
      return ref !== undefined && account.headers.isComplete(ref)
    }
    await expect.poll(() => isKnown('INBOX') && isKnown('Archive')).toBe(true)
    account.wire.reset()
    account.search.text = 'perche'
    await account.search.look()
    expect(account.everywhere.phase).toBe('looked')
    expect(account.everywhere.list?.list.map(({ mailbox }) => mailbox.path).sort()).toEqual([
      'Archive',
      'INBOX',
    ])
    expect(account.wire.commands().filter((line) => line.includes('SEARCH'))).toEqual([])
  })

  it('that the server refuses says so, and is asked again', async () => {
    const { account } = await opened()
    server.tap.refuse(/SEARCH/)
    await lookHere(account, 'body:wisteria')
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
    await account.search.setScope('folder')
    account.search.text = 'perche'
    await account.search.look()
    await expect.poll(() => subjects(account)).toEqual(['Perché no'])
    expect(account.wire.commands().filter((line) => line.includes('SEARCH'))).toEqual([])
  })
})

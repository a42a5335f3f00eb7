import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { letters, mail } from '../support/mail.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'

describeEveryServer('what is done to messages, without a browser', (server) => {
  /** With three messages in INBOX, and Archive and Trash. */
  async function opened(): Promise<{ user: TestUser; account: TestAccount; uids: number[] }> {
    const user = server.user()
    const uids = await user.deliver('INBOX', ...letters('one', 'two', 'three'))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    account.wire.reset()
    return { user, account, uids }
  }
  const at = (account: TestAccount, index: number) => {
    const row = account.messages.rowAt(index)
    if (!row) throw new Error(`no row at ${index}`)
    return row
  }
  const on = async (user: TestUser, path: string): Promise<string[]> =>
    (await user.messages(path)).map(({ raw }) => /^Subject: (.*)$/m.exec(String(raw))?.[1]?.trim() ?? '')

  it('a flag shows at once, reaches the server, and is undone', async () => {
    const { user, account } = await opened()
    const flagging = account.actions.setFlag(at(account, 0), '\\Flagged', { on: true })
    // Before the server can have answered.
    await new Promise(setImmediate)
    expect(at(account, 0).flags).toContain('\\Flagged')
    await flagging
    expect((await user.messages('INBOX')).map(({ flags }) => flags.includes('\\Flagged'))).toEqual([
      false,
      false,
      true,
    ])
    account.undo.undoLast()
    expect(at(account, 0).flags).not.toContain('\\Flagged')
    await expect
      .poll(async () => (await user.messages('INBOX')).some(({ flags }) => flags.includes('\\Flagged')))
      .toBe(false)
  })

  it('a flag the server refuses is taken back, in its words, and there is nothing to undo', async () => {
    const { account } = await opened()
    server.tap.refuse(/UID STORE/)
    await account.actions.setFlag(at(account, 0), '\\Seen', { on: true })
    server.tap.refuse(undefined)
    expect(at(account, 0).flags).not.toContain('\\Seen')
    expect(account.toasts.toast).toMatchObject({ failed: true, server: expect.stringContaining('refuses') })
    account.undo.undoLast()
    expect(account.toasts.toast).toMatchObject({ text: 'list.toast.nothingToUndo' })
  })

  it('what is moved is gone at once, and undone it is back in its place', async () => {
    const { user, account } = await opened()
    const moving = account.actions.moveTo(at(account, 1), 'Archive', { text: 'list.toast.archived' })
    await expect.poll(() => subjects(account)).toEqual(['three', 'one'])
    await moving
    expect(await on(user, 'Archive')).toEqual(['two'])
    account.undo.undoLast()
    await account.hear()
    await expect.poll(() => subjects(account)).toHaveLength(3)
    expect((await on(user, 'INBOX')).sort()).toEqual(['one', 'three', 'two'])
    expect(await on(user, 'Archive')).toEqual([])
  })

  it('an old message that comes back stands where it was received', async () => {
    const user = server.user()
    const sent = (subject: string, day: number) => ({ raw: mail({ subject }), date: new Date(2026, 9, day) })
    await user.deliver('INBOX', sent('one', 1), sent('two', 2), sent('three', 3))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => account.headers.isComplete(account.messages.mailboxRef())).toBe(true)
    await account.actions.moveTo(at(account, 2), 'Archive', { text: 'list.toast.archived' })
    await expect.poll(() => subjects(account)).toEqual(['three', 'two'])
    account.undo.undoLast()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    const ref = account.messages.mailboxRef()
    await expect.poll(() => account.headers.stateOf(ref)).toEqual({ known: 3, total: 3 })
    expect(subjects(account)).toEqual(['three', 'two', 'one'])
  })

  it('what could not be moved stands where it stood', async () => {
    const { user, account } = await opened()
    server.tap.refuse(/UID (MOVE|COPY)/)
    await account.actions.moveTo(at(account, 1), 'Archive', { text: 'list.toast.archived' })
    server.tap.refuse(undefined)
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    expect(account.toasts.toast?.failed).toBe(true)
    expect(await on(user, 'INBOX')).toEqual(['one', 'two', 'three'])
  })

  it('what is copied stays', async () => {
    const { user, account } = await opened()
    await account.actions.copyTo(at(account, 2), 'Archive', { text: 'list.toast.copied' })
    expect(subjects(account)).toHaveLength(3)
    expect(await on(user, 'Archive')).toEqual(['one'])
  })

  it('deleting for good takes what was named, and never what another client has marked', async () => {
    const { user, account, uids } = await opened()
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd(String(uids[0]), ['\\Deleted'], { uid: true })
    await account.moves.removeForGood(at(account, 0))
    await expect.poll(() => on(user, 'INBOX')).toEqual(['one', 'two'])
  })

  it('what is chosen is done to together, with one command', async () => {
    const { user, account } = await opened()
    await account.selection.all()
    await account.actions.setFlag('selection', '\\Seen', { on: true })
    expect((await user.messages('INBOX')).every(({ flags }) => flags.includes('\\Seen'))).toBe(true)
    expect(account.wire.commands().filter((line) => line.includes('STORE'))).toHaveLength(1)
  })

  it('a folder is made, renamed, and taken away, with what is in it counted', async () => {
    const { user, account } = await opened()
    await account.folderActions.create(undefined, 'Plans')
    expect(account.folders.entryOf('Plans')).toBeDefined()
    await account.folderActions.rename('Plans', 'Drawings')
    expect((await user.paths()).all).toContain('Drawings')
    expect((await user.paths()).all).not.toContain('Plans')
    await account.folderActions.remove('Drawings')
    expect((await user.paths()).all).not.toContain('Drawings')
    expect(account.folders.entryOf('Drawings')).toBeUndefined()
  })

  it('all of a folder is marked as read, on screen or not, and the counts say so', async () => {
    const { user, account } = await opened()
    await expect.poll(() => account.folders.counts.get('INBOX')?.unseen).toBe(3)
    await account.folderContents.markAllRead('INBOX')
    await expect.poll(() => account.folders.counts.get('INBOX')?.unseen).toBe(0)
    expect((await user.messages('INBOX')).every(({ flags }) => flags.includes('\\Seen'))).toBe(true)
  })
})

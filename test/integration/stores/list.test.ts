import { expect, it } from 'vitest'
import { openAccount, subjects } from '../support/account.ts'
import { letters, mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('the list, without a browser', (server) => {
  it('has the newest on top, and takes over what comes, changes and goes', async () => {
    const user = server.user()
    const [first = 0] = await user.deliver('INBOX', ...letters('one', 'two'))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['two', 'one'])
    await user.deliver('INBOX', ...letters('three'))
    await account.hear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])

    const other = await user.other()
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd(String(first), ['\\Flagged'], { uid: true })
    await account.hear()
    await expect.poll(() => account.messages.rowOf(first)?.flags).toContain('\\Flagged')
    await other.messageDelete(String(first), { uid: true })
    await account.hear()
    await expect.poll(() => subjects(account)).toEqual(['three', 'two'])
  })

  it('fetches the rows that are looked at, and no others', async () => {
    const user = server.user()
    const names = Array.from({ length: 120 }, (_, at) => `letter ${at + 1}`)
    await user.deliver('INBOX', ...letters(...names))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)[0]).toBe('letter 120')
    expect(subjects(account)[119]).toBeUndefined()
    account.messages.want({ first: 110, last: 119 })
    await expect.poll(() => subjects(account)[119]).toBe('letter 1')
    expect(subjects(account)[80]).toBeUndefined()
  })

  it('names chosen rows it has not seen with one command', async () => {
    const user = server.user()
    const uids = await user.deliver(
      'INBOX',
      ...letters(...Array.from({ length: 120 }, (_, at) => String(at))),
    )
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)[0]).toBe('119')
    account.wire.reset()
    const chosen = account.selection.all()
    // At once, by their places.
    expect(account.selection.count).toBe(120)
    await chosen
    expect([...account.selection.uids]).toEqual(uids)
    expect(account.wire.commands().filter((line) => line.includes('SEARCH'))).toEqual(['UID SEARCH 1:120'])
    account.selection.clear()
    expect(account.selection.count).toBe(0)
  })

  it('is there again in a mailbox that was made anew under its name', async () => {
    const user = server.user()
    await user.deliver('Archive', ...letters('old'))
    const account = await openAccount(server, user)
    await account.messages.open('Archive')
    await expect.poll(() => subjects(account)).toEqual(['old'])
    await account.messages.open('INBOX')
    await user.recreate('Archive')
    await user.deliver('Archive', ...letters('new'))
    await account.messages.open('Archive')
    await expect.poll(() => subjects(account)).toEqual(['new'])
  })

  it('says that a folder is not there', async () => {
    const account = await openAccount(server, server.user())
    await account.messages.open('Nowhere')
    expect(account.messages.phase).toMatchObject({ kind: 'failed', error: { code: 'mailboxNotFound' } })
    expect(account.messages.path).toBe('Nowhere')
  })

  it('says how many headers it waits for before it can be sorted', async () => {
    const user = server.user()
    await user.deliver('INBOX', ...letters('one', 'two', 'three'))
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    const isSync = (command: string, input: object): boolean =>
      command === 'fetch' && 'shape' in input && input.shape === 'compact'
    const hold = (command: string, input: object): unknown => isSync(command, input) && gate
    const account = await openAccount(server, user, { background: true, hold })
    await expect.poll(() => subjects(account)).toEqual(['three', 'two', 'one'])
    expect(account.arrangement.waiting).toEqual({ known: 0, total: 3 })
    release()
    await expect.poll(() => account.arrangement.waiting).toBeUndefined()
    expect(account.arrangement.ready).toBe(true)
  })

  it('is sorted, and folded into conversations, once the index has the headers', async () => {
    const user = server.user()
    const threaded = (subject: string, id: string, parent?: string) =>
      mail({ subject, messageId: `<${id}@x>`, headers: parent ? [`References: <${parent}@x>`] : [] })
    await user.deliver('INBOX', threaded('b', '1'), threaded('a', '2'), threaded('Re: b', '3', '1'))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => subjects(account)).toEqual(['Re: b', 'a'])
    const top = account.messages.rowAt(0)
    await account.arrangement.want(top ? [top] : [])
    await expect.poll(() => top && account.arrangement.conversationOf(top)).toMatchObject({ count: 2 })
    if (top) account.arrangement.toggle(top)
    await expect.poll(() => subjects(account)).toEqual(['Re: b', 'b', 'a'])
    account.settings.changePersonal({ conversations: false })
    account.arrangement.sortBy({ key: 'subject', descending: false })
    await expect.poll(() => subjects(account)).toEqual(['a', 'Re: b', 'b'])
  })

  it('keeps the order that was chosen for each folder', async () => {
    const user = server.user()
    await user.deliver('INBOX', ...letters('b', 'a'))
    await user.deliver('Archive', ...letters('d', 'c'))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => account.arrangement.ready).toBe(true)
    account.arrangement.sortBy({ key: 'subject', descending: true })
    await expect.poll(() => subjects(account)).toEqual(['b', 'a'])
    await account.messages.open('Archive')
    await expect.poll(() => subjects(account)).toEqual(['c', 'd'])
    expect(account.arrangement.isUsual).toBe(true)
    await account.messages.open('INBOX')
    await expect.poll(() => subjects(account)).toEqual(['b', 'a'])
    expect(account.settings.personal.organising).toEqual({
      test: { orders: { INBOX: { key: 'subject', descending: true } } },
    })
  })
})

import { expect, it } from 'vitest'
import type { LinkMessage, MailLink } from '../../../web/links/mailLink.ts'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'

const id = (messageId: string): LinkMessage => ({ kind: 'id', messageId })
const never = new AbortController().signal

describeEveryServer('a link, without a browser', (server) => {
  async function opened() {
    const user = server.user()
    const one = mail({ subject: 'one', messageId: '<one@example.org>' })
    await user.deliver(
      'INBOX',
      one,
      mail({ subject: 'longer', messageId: '<not-one@example.org>' }),
      mail({ subject: 'nameless' }),
      one,
    )
    await user.deliver('Archive', mail({ subject: 'old', messageId: '<old@example.org>' }))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['one', 'nameless', 'longer', 'one'])
    return { user, account }
  }
  const link = (account: TestAccount, rest: Partial<MailLink> = {}): MailLink => ({
    account: account.linking.account,
    folder: 'INBOX',
    ...rest,
  })
  const read = ({ reading }: TestAccount) => reading.row?.envelope?.subject

  it('says where one is: folder, message, search and filter', async () => {
    const { account } = await opened()
    expect(account.linking.here).toEqual(link(account))
    account.reading.openAt(2)
    expect(account.linking.here).toEqual(link(account, { message: id('not-one@example.org') }))
    await account.search.find('subject:one', 'folder')
    await account.search.setFilter('unread')
    expect(account.linking.here).toMatchObject({
      search: { text: 'subject:one', everywhere: false },
      filter: 'unread',
    })
  })

  it('leads to a message of another folder, and back to what one came from', async () => {
    const { account } = await opened()
    const there = link(account, { folder: 'Archive', message: id('old@example.org') })
    expect(await account.linking.open(there, never)).toEqual({ kind: 'shown' })
    expect(read(account)).toBe('old')
    expect(account.linking.here).toEqual(there)
    const back = link(account, { search: { text: 'subject:longer', everywhere: false } })
    await account.linking.open(back, never)
    expect(account.linking.here).toEqual(back)
    await expect.poll(() => subjects(account)).toEqual(['longer'])
    await account.linking.open(link(account), never)
    expect(account.linking.here).toEqual(link(account))
    await expect.poll(() => subjects(account)).toHaveLength(4)
  })

  it('opens the newest of duplicates, and nothing that is only called alike', async () => {
    const { account } = await opened()
    await account.linking.open(link(account, { message: id('one@example.org') }), never)
    expect(read(account)).toBe('one')
    expect(account.messages.selectedIndex).toBe(0)
    // Both of the words are in a field that is longer.
    const gone = await account.linking.open(link(account, { message: id('ot-one@example.org') }), never)
    expect(gone).toEqual({ kind: 'gone' })
  })

  it('finds a message without a Message-ID by its UID, in this mailbox only', async () => {
    const { account } = await opened()
    account.reading.openAt(1)
    const { here } = account.linking
    expect(here?.message).toMatchObject({ kind: 'uid' })
    account.reading.close()
    expect(await account.linking.open(here!, never)).toEqual({ kind: 'shown' })
    expect(read(account)).toBe('nameless')
    const message = { ...(here?.message as Extract<LinkMessage, { kind: 'uid' }>), uidValidity: '1' }
    expect(await account.linking.open(link(account, { message }), never)).toEqual({ kind: 'gone' })
  })

  it('finds a message that was moved, and says that a folder is not there', async () => {
    const { account } = await opened()
    const message = id('old@example.org')
    const moved = { kind: 'moved', to: link(account, { folder: 'Archive', message }) }
    expect(await account.linking.open(link(account, { message }), never)).toEqual(moved)
    expect(await account.linking.open(link(account, { folder: 'Nowhere', message }), never)).toEqual(moved)
    expect(await account.linking.open(link(account, { folder: 'Nowhere' }), never)).toEqual({
      kind: 'noFolder',
    })
  })

  it('is another person’s when the account is', async () => {
    const { account } = await opened()
    const { providerId, user } = account.linking.account
    expect(account.linking.isOwn(link(account, { account: { providerId, user: user.toUpperCase() } }))).toBe(
      true,
    )
    expect(account.linking.isOwn(link(account, { account: { providerId, user: `x${user}` } }))).toBe(false)
    expect(account.linking.isOwn(link(account, { account: { providerId: 'other', user } }))).toBe(false)
  })

  it('ends where the user goes elsewhere', async () => {
    const { account } = await opened()
    const abort = new AbortController()
    const opening = account.linking.open(link(account, { message: id('nowhere@example.org') }), abort.signal)
    abort.abort()
    await expect(opening).rejects.toThrow()
  })
})

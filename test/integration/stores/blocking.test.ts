import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'

const NOISE = 'noise@shop.example'

describeEveryServer('senders that are blocked, without a browser', (server) => {
  const from = (address: string, subject: string): string => mail({ from: `Somebody <${address}>`, subject })
  const at = (account: TestAccount, subject: string) => {
    const row = account.messages.knownRows().find(({ envelope }) => envelope?.subject === subject)
    if (!row) throw new Error(`no row “${subject}”`)
    return row
  }
  const on = async (user: TestUser, path: string): Promise<string[]> =>
    (await user.messages(path)).map(({ raw }) => /^Subject: (.*)$/m.exec(String(raw))?.[1]?.trim() ?? '')

  it('are heard in the junk folder from then on, and nobody whose address is like theirs', async () => {
    const user = server.user()
    await user.deliver(
      'INBOX',
      from(NOISE, 'Before'),
      from('anna@work.example', 'Hello'),
      from(NOISE, 'Sale'),
    )
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => subjects(account)).toEqual(['Sale', 'Hello', 'Before'])

    const sale = at(account, 'Sale')
    await account.blocking.block([sale], [sale])
    expect(account.blocking.senders).toEqual([NOISE])
    expect(account.toasts.toast).toMatchObject({ text: 'list.toast.blocked', values: { address: NOISE } })
    const junk = account.folders.pathFor('junk') ?? ''
    expect(await on(user, junk)).toEqual(['Sale'])
    await expect.poll(() => account.blocking.lookedThrough).toBeDefined()

    await user.deliver('INBOX', from(`x${NOISE}`, 'Of another'), from(NOISE.toUpperCase(), 'Sale again'))
    await account.hear()
    await expect.poll(() => on(user, junk)).toEqual(['Sale', 'Sale again'])
    // What came before stays.
    await expect.poll(() => on(user, 'INBOX')).toEqual(['Before', 'Hello', 'Of another'])
    await expect.poll(() => subjects(account)).toEqual(['Of another', 'Hello', 'Before'])
  })

  it('are heard again after undo, and their message is back', async () => {
    const user = server.user()
    await user.deliver('INBOX', from(NOISE, 'Sale'))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => subjects(account)).toEqual(['Sale'])
    const sale = at(account, 'Sale')
    await account.blocking.block([sale], [sale])
    account.undo.undoLast()
    await expect.poll(() => on(user, 'INBOX')).toEqual(['Sale'])
    expect(account.blocking.senders).toEqual([])
  })

  it('oneself cannot be, nor nobody', async () => {
    const user = server.user()
    await user.deliver('INBOX', from(user.name, 'Mine'))
    const account = await openAccount(server, user)
    await expect.poll(() => subjects(account)).toEqual(['Mine'])
    const mine = at(account, 'Mine')
    await account.blocking.block([mine], [mine])
    expect(account.toasts.toast).toMatchObject({ text: 'list.toast.blockedNobody', failed: true })
    expect(await on(user, 'INBOX')).toEqual(['Mine'])
  })

  it('of whose mail something was taken back out of the junk folder keep that in the inbox', async () => {
    const user = server.user()
    await user.deliver('INBOX', from(NOISE, 'Before'))
    const account = await openAccount(server, user, { background: true })
    await expect.poll(() => subjects(account)).toEqual(['Before'])
    const before = at(account, 'Before')
    await account.blocking.block([before], [])
    await expect.poll(() => account.blocking.lookedThrough).toBeDefined()
    await user.deliver('INBOX', mail({ from: NOISE, subject: 'Wanted', messageId: '<wanted@shop.example>' }))
    await account.hear()
    const junk = account.folders.pathFor('junk') ?? ''
    await expect.poll(() => on(user, junk)).toEqual(['Wanted'])
    await account.messages.open(junk)
    await expect.poll(() => subjects(account)).toEqual(['Wanted'])
    await account.actions.toggleJunk(at(account, 'Wanted'))
    await expect.poll(() => on(user, 'INBOX')).toEqual(['Before', 'Wanted'])
    // Mail that comes after it is looked through together with it.
    await user.deliver('INBOX', from(NOISE, 'Noise'))
    await account.messages.open('INBOX')
    await expect.poll(() => on(user, junk)).toEqual(['Noise'])
    expect(await on(user, 'INBOX')).toEqual(['Before', 'Wanted'])
  })
})

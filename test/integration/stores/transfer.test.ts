import { proxyRefs } from 'vue'
import { expect, it } from 'vitest'
import { createToasts } from '../../../web/stores/kit/toasts.ts'
import { createTransfers } from '../../../web/stores/transfer/transfers.ts'
import type { FileFormat } from '../../../web/stores/transfer/sink.ts'
import { openAccount, type TestAccount } from '../support/account.ts'
import { mail } from '../support/mail.ts'
import type { StoredMessage } from '../support/mailbox.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'

describeEveryServer('import and export, without a browser', (server) => {
  const sent = (subject: string, day: number, flags: string[] = []) => ({
    raw: mail({
      subject,
      messageId: `<${subject}@ponte.example>`,
      body: `From here\r\n>From there\r\n${subject}`,
    }),
    date: new Date(Date.UTC(2026, 9, day, 10, 11, 12)),
    flags,
  })

  function transfersOf(account: TestAccount) {
    const toasts = proxyRefs(createToasts())
    return { toasts, transfers: createTransfers({ session: account, folders: account.folders, toasts }) }
  }

  /** What is written, and whether it was whole. */
  function memorySink() {
    const parts: Uint8Array[] = []
    const file = { isWhole: false, isDropped: false, bytes: () => Buffer.concat(parts) }
    const sink = {
      write: (bytes: Uint8Array) => Promise.resolve(void parts.push(bytes.slice())),
      close: () => Promise.resolve(void (file.isWhole = true)),
      abort: () => Promise.resolve(void (file.isDropped = true)),
    }
    return { file, sink }
  }

  async function exported(account: TestAccount, path: string, format: FileFormat = 'mbox') {
    const { transfers, toasts } = transfersOf(account)
    const { file, sink } = memorySink()
    await transfers.exportTo(sink, { path, format })
    return { file, toast: toasts.toast }
  }

  const fileOf = (bytes: Uint8Array, name: string) =>
    new File([Uint8Array.from(bytes)], name, { lastModified: 0 })
  const about = (all: StoredMessage[]) =>
    all.map(({ raw, flags, date }) => ({
      raw: raw.toString('latin1'),
      flags: flags.filter((flag) => flag !== '\\Recent').sort(),
      date: date?.getTime(),
    }))

  async function opened(): Promise<{ user: TestUser; account: TestAccount }> {
    const user = server.user()
    await user.deliver(
      'INBOX',
      sent('one', 1),
      sent('two', 2, ['\\Seen', '\\Flagged']),
      sent('three', 3, ['\\Answered']),
    )
    return { user, account: await openAccount(server, user) }
  }

  it('a folder that goes out as mbox comes back whole: bytes, dates and flags, nothing marked as read', async () => {
    const { user, account } = await opened()
    const before = about(await user.messages('INBOX'))
    const { file, toast } = await exported(account, 'INBOX')
    expect(file).toMatchObject({ isWhole: true, isDropped: false })
    expect(toast).toMatchObject({ text: 'transfer.export.done', values: { count: 3 } })
    expect(about(await user.messages('INBOX'))).toEqual(before)

    const { transfers, toasts } = transfersOf(account)
    await transfers.importTo('Archive', [fileOf(file.bytes(), 'inbox.mbox')], true)
    expect(toasts.toast).toMatchObject({ text: 'transfer.import.done', values: { count: 3 } })
    expect(about(await user.messages('Archive'))).toEqual(before)
    expect(transfers.running.size).toBe(0)
  })

  it('what is there already is left out on wish, and doubled without it', async () => {
    const { user, account } = await opened()
    const { file } = await exported(account, 'INBOX')
    const { transfers, toasts } = transfersOf(account)
    const one = fileOf(Buffer.from(sent('four', 4).raw, 'latin1'), 'four.eml')
    await transfers.importTo('INBOX', [fileOf(file.bytes(), 'inbox.mbox'), one], true)
    expect(toasts.toast).toMatchObject({ text: 'transfer.import.known', values: { count: 1, known: 3 } })
    expect(await user.messages('INBOX')).toHaveLength(4)
    await transfers.importTo('INBOX', [one], false)
    expect(await user.messages('INBOX')).toHaveLength(5)
  })

  it('a zip has a file for each message, byte for byte', async () => {
    const { user, account } = await opened()
    const { file } = await exported(account, 'INBOX', 'zip')
    const text = file.bytes().toString('latin1')
    for (const { raw } of await user.messages('INBOX')) expect(text).toContain(raw.toString('latin1'))
    for (const name of ['2026-10-01 one (', '2026-10-02 two (', '2026-10-03 three ('])
      expect(text, name).toContain(name)
  })

  it('an empty folder, and a file without a message, say so', async () => {
    const { account } = await opened()
    const { file, toast } = await exported(account, 'Archive')
    expect(file.bytes()).toHaveLength(0)
    expect(toast).toMatchObject({ text: 'transfer.export.done', values: { count: 0 } })
  })

  it('that is cancelled leaves no file, and says so', async () => {
    const { account } = await opened()
    const { transfers, toasts } = transfersOf(account)
    const { file, sink } = memorySink()
    const going = transfers.exportTo(sink, { path: 'INBOX', format: 'mbox' })
    for (const one of transfers.running.values()) one.cancel()
    await going
    expect(file).toMatchObject({ isWhole: false, isDropped: true })
    expect(toasts.toast).toMatchObject({ text: 'transfer.export.stopped' })
  })

  it('into a folder that is none says why', async () => {
    const { account } = await opened()
    const { transfers, toasts } = transfersOf(account)
    const one = fileOf(Buffer.from(sent('four', 4).raw, 'latin1'), 'four.eml')
    await transfers.importTo('Nowhere', [one], false)
    expect(toasts.toast).toMatchObject({ text: 'transfer.import.failed', failed: true })
    expect(String(toasts.toast?.values?.['reason'])).toMatch(/\w/)
  })
})

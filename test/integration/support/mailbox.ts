/** A user's mail as the server itself has it, seen and changed by another client than the bridge. */
import type { ImapFlow } from 'imapflow'
import { until } from '../../support/net.ts'

export interface Delivered {
  raw: string | Uint8Array
  /** None when absent. */
  flags?: string[]
  /** INTERNALDATE; now when absent. */
  date?: Date
}

export interface StoredMessage {
  seq: number
  uid: number
  flags: string[]
  date: Date
  raw: Buffer
}

export interface TestMailbox {
  /** A second client, connected straight to the server. */
  other(): Promise<ImapFlow>
  /** Appends messages in this order and answers their UIDs. */
  deliver(path: string, ...messages: (Delivered | string)[]): Promise<number[]>
  /** All messages of a mailbox as they are on the server. */
  messages(path: string): Promise<StoredMessage[]>
  /** UIDVALIDITY, as the protocol names it. */
  ref(path: string): Promise<{ path: string; uidValidity: string }>
  /** Names of all mailboxes, and of the subscribed ones. */
  paths(): Promise<{ all: string[]; subscribed: string[] }>
  /** Deletes the mailbox and makes another of its name. */
  recreate(path: string): Promise<void>
  close(): Promise<void>
}

/** Connects when first asked for something. */
export function openMailbox(connect: () => Promise<ImapFlow>): TestMailbox {
  let client: Promise<ImapFlow> | undefined
  const other = () => (client ??= connect())

  async function deliver(path: string, ...messages: (Delivered | string)[]): Promise<number[]> {
    const imap = await other()
    const uids: number[] = []
    for (const message of messages) {
      const { raw, flags = [], date } = typeof message === 'string' ? { raw: message } : message
      const appended = await imap.append(path, Buffer.from(raw), flags, date)
      if (!appended || appended.uid === undefined) throw new Error(`${path} did not take the message`)
      uids.push(appended.uid)
    }
    return uids
  }

  async function messages(path: string): Promise<StoredMessage[]> {
    const imap = await other()
    const found: StoredMessage[] = []
    const opened = await imap.mailboxOpen(path, { readOnly: true })
    if (opened.exists > 0) {
      const query = { uid: true, flags: true, internalDate: true, source: true }
      for await (const one of imap.fetch('1:*', query)) {
        found.push({
          seq: one.seq,
          uid: one.uid,
          flags: [...(one.flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
          date: new Date(one.internalDate ?? Number.NaN),
          raw: one.source ?? Buffer.alloc(0),
        })
      }
    }
    // Opened for reading only, so nothing is expunged; what the bridge deletes must not be open here.
    await imap.mailboxClose()
    return found
  }

  return {
    other,
    deliver,
    messages,
    async ref(path) {
      const status = await (await other()).status(path, { uidValidity: true })
      if (!status) throw new Error(`${path} has no status`)
      return { path, uidValidity: String(status.uidValidity) }
    },
    async paths() {
      const all = await (await other()).list()
      return {
        all: all.map((one) => one.path).sort(),
        subscribed: all
          .filter((one) => one.subscribed)
          .map((one) => one.path)
          .sort(),
      }
    },
    async recreate(path) {
      const imap = await other()
      // Dovecot refuses now and then while another connection is at the same mailbox.
      const unless = (code: string) => (error: { serverResponseCode?: string }) =>
        error.serverResponseCode === code || undefined
      await until('the mailbox to go', () => imap.mailboxDelete(path).catch(unless('NONEXISTENT')))
      await until('the mailbox to be made', () => imap.mailboxCreate(path).catch(unless('ALREADYEXISTS')))
    },
    async close() {
      const open = await client?.catch(() => undefined)
      open?.close()
    },
  }
}

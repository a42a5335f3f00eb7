import type { DBSchema } from 'idb'
import { HEADER_FORMAT, type HeaderBlock } from '../headers/block.ts'
import { cacheDatabase } from './database.ts'

interface CachedMailbox {
  uidValidity: string
  /** HIGHESTMODSEQ up to which headers and flags are complete (RFC 7162); absent when that is not known. */
  modSeq?: string
  /** Another with each write: two who write the same mailbox, each from a table of its own, find out by it. */
  stamp: string
}

/** A mailbox's headers as they are cached. */
export interface CachedHeaders extends CachedMailbox {
  blocks: { id: number; block: HeaderBlock }[]
}

export interface HeaderChanges {
  uidValidity: string
  modSeq: string | undefined
  stamp: string
  /** The stamp of what these are changes of; `undefined` when there was nothing. */
  after: string | undefined
  put: readonly { id: number; block: HeaderBlock }[]
  remove: readonly number[]
}

interface Schema extends DBSchema {
  /** By account and path. */
  mailboxes: { key: [account: string, path: string]; value: CachedMailbox }
  blocks: { key: [account: string, path: string, id: number]; value: HeaderBlock }
}

/** Headers in packed blocks: a record each would take twenty times the time. Each call may reject. */
export interface HeaderCache {
  load(account: string, path: string): Promise<CachedHeaders | undefined>
  /**
   * All of it, or nothing: the MODSEQ never stands without the headers that it stands for.
   *
   * @returns `mixed` when somebody else has written since `after`: then no MODSEQ is cached.
   */
  write(account: string, path: string, changes: HeaderChanges): Promise<{ mixed: boolean }>
  /** Of the last write. */
  stampOf(account: string, path: string): Promise<string | undefined>
  /** The mailbox was made anew, or is gone. */
  drop(account: string, path: string): Promise<void>
  /** All of it, of all accounts. */
  clear(): Promise<void>
}

export function createHeaderCache(): HeaderCache {
  const { use } = cacheDatabase<Schema>('ponte-headers', HEADER_FORMAT, (db) => {
    // What an earlier version cached comes again by itself.
    for (const name of db.objectStoreNames) db.deleteObjectStore(name)
    db.createObjectStore('mailboxes')
    db.createObjectStore('blocks')
  })
  const allOf = (account: string, path: string): IDBKeyRange =>
    IDBKeyRange.bound([account, path], [account, path, Infinity])

  return {
    async load(account, path) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'])
      const cached = await transaction.objectStore('mailboxes').get([account, path])
      if (!cached) return undefined
      const store = transaction.objectStore('blocks')
      const [keys, blocks] = await Promise.all([
        store.getAllKeys(allOf(account, path)),
        store.getAll(allOf(account, path)),
      ])
      return { ...cached, blocks: blocks.map((block, at) => ({ id: keys[at]?.[2] ?? 0, block })) }
    },
    async write(account, path, { uidValidity, modSeq, stamp, after, put, remove }) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'], 'readwrite')
      const store = transaction.objectStore('blocks')
      const mailboxes = transaction.objectStore('mailboxes')
      const mixed = (await mailboxes.get([account, path]))?.stamp !== after
      const number = mixed || modSeq === undefined ? {} : { modSeq }
      // Of two tables no block goes with the other's: what is missing then comes again.
      await Promise.all([
        mixed && store.delete(allOf(account, path)),
        mailboxes.put({ uidValidity, stamp, ...number }, [account, path]),
        ...remove.map((id) => store.delete([account, path, id])),
        ...put.map(({ id, block }) => store.put(block, [account, path, id])),
        transaction.done,
      ])
      return { mixed }
    },
    async stampOf(account, path) {
      return (await (await use()).get('mailboxes', [account, path]))?.stamp
    },
    async drop(account, path) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'], 'readwrite')
      await Promise.all([
        transaction.objectStore('mailboxes').delete([account, path]),
        transaction.objectStore('blocks').delete(allOf(account, path)),
        transaction.done,
      ])
    },
    async clear() {
      const database = await use()
      await Promise.all([database.clear('mailboxes'), database.clear('blocks')])
    },
  }
}

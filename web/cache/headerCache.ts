import type { DBSchema } from 'idb'
import type { HeaderBlock } from '../index/headerBlock.ts'
import { cacheDatabase } from './database.ts'

/** A mailbox's headers as they are kept. */
export interface KeptHeaders {
  uidValidity: string
  blocks: { id: number; block: HeaderBlock }[]
}

export interface HeaderChanges {
  uidValidity: string
  put: readonly { id: number; block: HeaderBlock }[]
  remove: readonly number[]
}

interface Schema extends DBSchema {
  /** UIDVALIDITY, by account and path. */
  mailboxes: { key: [account: string, path: string]; value: string }
  blocks: { key: [account: string, path: string, id: number]; value: HeaderBlock }
}

/** Headers in packed blocks: a record each would take twenty times the time. Each call may reject. */
export interface HeaderCache {
  load(account: string, path: string): Promise<KeptHeaders | undefined>
  write(account: string, path: string, changes: HeaderChanges): Promise<void>
  /** The mailbox was made anew, or is gone. */
  drop(account: string, path: string): Promise<void>
  /** All of it, of all accounts. */
  clear(): Promise<void>
}

export function createHeaderCache(): HeaderCache {
  const { use } = cacheDatabase<Schema>('ponte-headers', 1, (db) => {
    db.createObjectStore('mailboxes')
    db.createObjectStore('blocks')
  })
  const allOf = (account: string, path: string): IDBKeyRange =>
    IDBKeyRange.bound([account, path], [account, path, Infinity])

  return {
    async load(account, path) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'])
      const uidValidity = await transaction.objectStore('mailboxes').get([account, path])
      if (uidValidity === undefined) return undefined
      const store = transaction.objectStore('blocks')
      const [keys, blocks] = await Promise.all([
        store.getAllKeys(allOf(account, path)),
        store.getAll(allOf(account, path)),
      ])
      return { uidValidity, blocks: blocks.map((block, at) => ({ id: keys[at]?.[2] ?? 0, block })) }
    },
    async write(account, path, { uidValidity, put, remove }) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'], 'readwrite')
      const store = transaction.objectStore('blocks')
      void transaction.objectStore('mailboxes').put(uidValidity, [account, path])
      for (const id of remove) void store.delete([account, path, id])
      for (const { id, block } of put) void store.put(block, [account, path, id])
      await transaction.done
    },
    async drop(account, path) {
      const transaction = (await use()).transaction(['mailboxes', 'blocks'], 'readwrite')
      void transaction.objectStore('mailboxes').delete([account, path])
      void transaction.objectStore('blocks').delete(allOf(account, path))
      await transaction.done
    },
    async clear() {
      const database = await use()
      await Promise.all([database.clear('mailboxes'), database.clear('blocks')])
    },
  }
}

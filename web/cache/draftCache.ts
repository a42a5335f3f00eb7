import type { DBSchema } from 'idb'
import { cacheDatabase, DRAFTS_DATABASE } from './database.ts'

/** One draft as it is kept: plain data, opaque to this file, and its files' bytes beside it. */
export interface CachedDraft {
  key: string
  account: string
  data: unknown
}

interface CachedFile {
  id: string
  draft: string
  blob: Blob
}

interface Schema extends DBSchema {
  drafts: { key: string; value: CachedDraft; indexes: { account: string } }
  /** Apart from the drafts, so that a key press does not write megabytes anew. */
  files: { key: string; value: CachedFile; indexes: { draft: string } }
}

/** What was written in this browser, through crash and reload. Each call may reject: storage can be full or forbidden. */
export interface DraftCache {
  load(account: string): Promise<{ draft: CachedDraft; files: Map<string, Blob> }[]>
  put(draft: CachedDraft): Promise<void>
  putFile(file: CachedFile): Promise<void>
  removeFile(id: string): Promise<void>
  /** The draft and its files. */
  remove(key: string): Promise<void>
  /** All of one account. */
  clear(account: string): Promise<void>
  /** Before the database is deleted. */
  close(): Promise<void>
}

export function createDraftCache(): DraftCache {
  const { use: database, close } = cacheDatabase<Schema>(DRAFTS_DATABASE, 1, (db) => {
    db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('account', 'account')
    db.createObjectStore('files', { keyPath: 'id' }).createIndex('draft', 'draft')
  })

  async function remove(key: string): Promise<void> {
    const transaction = (await database()).transaction(['drafts', 'files'], 'readwrite')
    const files = transaction.objectStore('files')
    for (const id of await files.index('draft').getAllKeys(key)) void files.delete(id)
    void transaction.objectStore('drafts').delete(key)
    await transaction.done
  }

  return {
    async load(account) {
      const transaction = (await database()).transaction(['drafts', 'files'])
      const drafts = await transaction.objectStore('drafts').index('account').getAll(account)
      const files = transaction.objectStore('files').index('draft')
      const found: { draft: CachedDraft; files: Map<string, Blob> }[] = []
      for (const draft of drafts) {
        const own = await files.getAll(draft.key)
        found.push({ draft, files: new Map(own.map(({ id, blob }) => [id, blob])) })
      }
      return found
    },
    async put(draft) {
      const transaction = (await database()).transaction('drafts', 'readwrite')
      void transaction.store.put(draft).catch(() => undefined)
      // Said at once: of a page that goes away only what is committed stays.
      transaction.commit()
      await transaction.done
    },
    async putFile(file) {
      const transaction = (await database()).transaction('files', 'readwrite')
      void transaction.store.put(file).catch(() => undefined)
      transaction.commit()
      await transaction.done
    },
    async removeFile(id) {
      await (await database()).delete('files', id)
    },
    remove,
    async clear(account) {
      const keys = await (await database()).getAllKeysFromIndex('drafts', 'account', account)
      for (const key of keys) await remove(key)
    },
    close,
  }
}

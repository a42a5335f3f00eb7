import type { DBSchema } from 'idb'
import type { MessageRow } from '../../shared/mail/message.ts'
import type { BodyForm, PartsToShow } from '../mime/choosePartsToShow.ts'
import type { HeaderField } from '../mime/headerFields.ts'
import { cacheDatabase } from './database.ts'
import { MAX_STORED_BODIES, MAX_STORED_BODIES_BYTES } from './limits.ts'
import { beyondBounds, type Use } from './longestUnused.ts'

/** What names a body for good: a message never changes (RFC 3501 section 2.3.1.1), and it has two forms at most. */
export type BodyKey = [account: string, path: string, uidValidity: string, uid: number, form: BodyForm]

/** A message's body as it came, with all it takes to show it when nothing but its UID is known. */
export interface CachedBody {
  row: MessageRow & { uid: number }
  /** What the streams are, in the order of `body`, then `inline`: another version of the page may choose otherwise. */
  chosen: PartsToShow
  streams: {
    bytes: Uint8Array<ArrayBuffer>
    /** More came than was kept. */
    full: boolean
  }[]
  header: readonly HeaderField[]
}

export interface BodyChanges {
  /** Shown or fetched just now. */
  put: readonly { key: BodyKey; body: CachedBody; bytes: number }[]
  /** Shown again. */
  used: readonly BodyKey[]
}

interface Schema extends DBSchema {
  bodies: { key: BodyKey; value: CachedBody }
  /** Apart from the bodies, so that keeping to the bounds does not read megabytes. */
  uses: { key: BodyKey; value: Use<BodyKey> }
}

/** A bounded set of bodies of all accounts. Each call may reject: storage can be full or forbidden. */
export interface BodyCache {
  /** What is kept of an account. */
  keys(account: string): Promise<BodyKey[]>
  get(key: BodyKey): Promise<CachedBody | undefined>
  /** Drops the longest unused beyond the bounds. @returns what was dropped */
  write(changes: BodyChanges): Promise<BodyKey[]>
  remove(keys: readonly BodyKey[]): Promise<void>
  /** All of it, of all accounts. */
  clear(): Promise<void>
}

let shared: BodyCache | undefined

/** One for the page. */
export function bodyCache(): BodyCache {
  shared ??= createBodyCache()
  return shared
}

function createBodyCache(): BodyCache {
  const { use } = cacheDatabase<Schema>('ponte-bodies', 1, (db) => {
    db.createObjectStore('bodies')
    db.createObjectStore('uses', { keyPath: 'key' })
  })

  return {
    async keys(account) {
      // Of two arrays the longer one is greater, and an array is greater than any text (Indexed Database API section 2.4).
      return (await use()).getAllKeys('uses', IDBKeyRange.bound([account], [account, []]))
    },
    async get(key) {
      return (await use()).get('bodies', key)
    },
    async write({ put, used }) {
      const transaction = (await use()).transaction(['bodies', 'uses'], 'readwrite')
      const bodies = transaction.objectStore('bodies')
      const uses = transaction.objectStore('uses')
      const at = Date.now()
      const ignore = (): undefined => undefined // the transaction tells
      for (const { key, body, bytes } of put) {
        bodies.put(body, key).catch(ignore)
        uses.put({ key, at, bytes }).catch(ignore)
      }
      for (const key of used) {
        const known = await uses.get(key)
        if (known) uses.put({ ...known, at }).catch(ignore)
      }
      const gone = beyondBounds(await uses.getAll(), {
        count: MAX_STORED_BODIES,
        bytes: MAX_STORED_BODIES_BYTES,
      })
      for (const key of gone) {
        bodies.delete(key).catch(ignore)
        uses.delete(key).catch(ignore)
      }
      await transaction.done
      return gone
    },
    async remove(keys) {
      const transaction = (await use()).transaction(['bodies', 'uses'], 'readwrite')
      const stores = [transaction.objectStore('bodies'), transaction.objectStore('uses')]
      await Promise.all([
        ...keys.flatMap((key) => stores.map((store) => store.delete(key))),
        transaction.done,
      ])
    },
    async clear() {
      const database = await use()
      await Promise.all([database.clear('bodies'), database.clear('uses')])
    },
  }
}

import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb'

/** What was written: it may hold what is nowhere else. */
export const DRAFTS_DATABASE = 'ponte-drafts'

/** A database of this browser that is opened when first needed. */
export interface CacheDatabase<Schema extends DBSchema> {
  /** Rejects when it is forbidden, broken, or being deleted. */
  use(): Promise<IDBPDatabase<Schema>>
  close(): Promise<void>
}

/** @param name Begins with `ponte`: signing out removes every database whose name does. */
export function cacheDatabase<Schema extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): CacheDatabase<Schema> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  /** Signing out, here or in another tab, deletes it: nothing may make it anew. */
  let deleted = false

  async function close(): Promise<void> {
    const was = opened
    opened = undefined
    ;(await was?.catch(() => undefined))?.close()
  }

  return {
    use() {
      if (deleted) return Promise.reject(new Error(`${name} is being deleted.`))
      opened ??= openDB<Schema>(name, version, {
        upgrade,
        blocking: (_current, next) => {
          deleted = next === null
          void close()
        },
        terminated: () => void (opened = undefined),
      }).catch((error: unknown) => {
        opened = undefined
        throw error
      })
      return opened
    },
    close,
  }
}

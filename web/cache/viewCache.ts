import type { DBSchema } from 'idb'
import type { MailboxEntry, MailboxState } from '../../shared/mail/mailbox.ts'
import type { MessageRow } from '../../shared/mail/message.ts'
import { cacheDatabase } from './database.ts'

/** The top of a folder as it was last on screen: what a reload shows before the server has answered. */
export interface KeptView {
  mailbox: MailboxState
  /** Newest first, from the top, without a gap. */
  rows: (MessageRow & { uid: number })[]
}

export interface KeptFolders {
  entries: readonly MailboxEntry[]
  counts: [path: string, counts: { messages: number; unseen: number }][]
}

interface Schema extends DBSchema {
  views: { key: [account: string, path: string]; value: KeptView }
  folders: { key: string; value: KeptFolders }
}

/** Each call may reject: storage can be full or forbidden. */
export interface ViewCache {
  view(account: string, path: string): Promise<KeptView | undefined>
  putView(account: string, view: KeptView): Promise<void>
  folders(account: string): Promise<KeptFolders | undefined>
  putFolders(account: string, folders: KeptFolders): Promise<void>
  /** All of it, of all accounts. */
  clear(): Promise<void>
}

let shared: ViewCache | undefined

/** One for the page. */
export function viewCache(): ViewCache {
  shared ??= createViewCache()
  return shared
}

function createViewCache(): ViewCache {
  const { use } = cacheDatabase<Schema>('ponte-views', 1, (db) => {
    db.createObjectStore('views')
    db.createObjectStore('folders')
  })
  return {
    view: async (account, path) => (await use()).get('views', [account, path]),
    putView: async (account, view) =>
      void (await (await use()).put('views', view, [account, view.mailbox.path])),
    folders: async (account) => (await use()).get('folders', account),
    putFolders: async (account, folders) => void (await (await use()).put('folders', folders, account)),
    async clear() {
      const database = await use()
      await Promise.all([database.clear('views'), database.clear('folders')])
    },
  }
}

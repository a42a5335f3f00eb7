import type { DBSchema } from 'idb'
import type { MailboxEntry, MailboxState } from '../../shared/mail/mailbox.ts'
import type { MessageRow } from '../../shared/mail/message.ts'
import type { Arrangement, ConversationSummary } from '../headers/arrangement.ts'
import { cacheDatabase } from './database.ts'

/** The top of a folder as it was last on screen: what a reload shows before the server has answered. */
export interface CachedView {
  mailbox: MailboxState
  /** From the top, without a gap. */
  rows: (MessageRow & { uid: number })[]
  /** The list was not as the server has it: the rows' numbers are not those of the top. */
  arranged?: boolean
  /** How conversations made rows of all its messages. */
  conversations?: CachedConversations
}

export interface CachedConversations {
  arrangement: Arrangement
  /** Of the rows at the top. */
  summaries: readonly ConversationSummary[]
}

export interface CachedFolders {
  entries: readonly MailboxEntry[]
  counts: [path: string, counts: { messages: number; unseen: number }][]
}

interface CachedArrangement {
  uidValidity: string
  arrangement: Arrangement
}

interface Schema extends DBSchema {
  views: {
    key: [account: string, path: string]
    value: Omit<CachedView, 'conversations'> & { summaries?: readonly ConversationSummary[] }
  }
  /** Apart from the views, which change with each flag: some bytes for every message of the folder. */
  arrangements: { key: [account: string, path: string]; value: CachedArrangement }
  folders: { key: string; value: CachedFolders }
}

/** Each call may reject: storage can be full or forbidden. */
export interface ViewCache {
  view(account: string, path: string): Promise<CachedView | undefined>
  putView(account: string, view: CachedView): Promise<void>
  folders(account: string): Promise<CachedFolders | undefined>
  putFolders(account: string, folders: CachedFolders): Promise<void>
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
  const { use } = cacheDatabase<Schema>('ponte-views', 2, (db, before) => {
    if (before < 1) {
      db.createObjectStore('views')
      db.createObjectStore('folders')
    }
    db.createObjectStore('arrangements')
  })
  /** By path: what needs no writing again. */
  const written = new Map<string, Arrangement>()

  return {
    async view(account, path) {
      const transaction = (await use()).transaction(['views', 'arrangements'])
      const [view, cached] = await Promise.all([
        transaction.objectStore('views').get([account, path]),
        transaction.objectStore('arrangements').get([account, path]),
      ])
      if (!view) return undefined
      const { summaries, ...rest } = view
      const { mailbox } = rest
      // Of one moment: it holds the messages there were, all of them.
      const same =
        cached?.uidValidity === mailbox.uidValidity && cached.arrangement.members?.length === mailbox.exists
      return same && summaries
        ? { ...rest, conversations: { arrangement: cached.arrangement, summaries } }
        : rest
    },
    async putView(account, { conversations, ...rest }) {
      const { path, uidValidity } = rest.mailbox
      const { arrangement, summaries } = conversations ?? {}
      const transaction = (await use()).transaction(['views', 'arrangements'], 'readwrite')
      const view = { ...rest, ...(summaries && { summaries }) }
      void transaction.objectStore('views').put(view, [account, path])
      const name = `${account} ${uidValidity} ${path}`
      if (arrangement && written.get(name) !== arrangement) {
        void transaction.objectStore('arrangements').put({ uidValidity, arrangement }, [account, path])
        written.set(name, arrangement)
      }
      await transaction.done.catch((error: unknown) => {
        written.delete(name)
        throw error
      })
    },
    folders: async (account) => (await use()).get('folders', account),
    putFolders: async (account, folders) => void (await (await use()).put('folders', folders, account)),
    async clear() {
      const database = await use()
      written.clear()
      await Promise.all([database.clear('views'), database.clear('folders'), database.clear('arrangements')])
    },
  }
}

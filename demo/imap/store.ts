import { Mailbox, type NewMessage, type SpecialUse } from './mailbox.ts'

/** A folder to create with an account. */
export interface FolderSpec {
  /** Path with `/` between levels; missing parents are created. */
  path: string
  specialUse?: SpecialUse
}

/** The folders of a personal Outlook.com account. */
export const OUTLOOK_FOLDERS: readonly FolderSpec[] = [
  { path: 'INBOX' },
  { path: 'Drafts', specialUse: '\\Drafts' },
  { path: 'Sent', specialUse: '\\Sent' },
  { path: 'Deleted', specialUse: '\\Trash' },
  { path: 'Junk', specialUse: '\\Junk' },
  { path: 'Archive' },
  { path: 'Notes' },
]

/** What a kind of account calls its default folders. Outlook gives the archive no attribute. */
export type FolderNames = Partial<Record<SpecialUse, string>> & { archive: string }

export const FOLDER_NAMES = {
  personal: {
    '\\Drafts': 'Drafts',
    '\\Sent': 'Sent',
    '\\Trash': 'Deleted',
    '\\Junk': 'Junk',
    archive: 'Archive',
  },
  work: {
    '\\Drafts': 'Drafts',
    '\\Sent': 'Sent Items',
    '\\Trash': 'Deleted Items',
    '\\Junk': 'Junk Email',
    archive: 'Archive',
  },
  italian: {
    '\\Drafts': 'Bozze',
    '\\Sent': 'Posta inviata',
    '\\Trash': 'Posta eliminata',
    '\\Junk': 'Posta indesiderata',
    archive: 'Archivio',
  },
} as const satisfies Record<string, FolderNames>

const ARCHIVE_NAMES: ReadonlySet<string> = new Set(Object.values(FOLDER_NAMES).map(({ archive }) => archive))

/** Why the store refused. `code` is an IMAP response code (RFC 3501 section 7.1, RFC 5530). */
export class StoreError extends Error {
  readonly code: 'NONEXISTENT' | 'ALREADYEXISTS' | 'CANNOT' | undefined
  constructor(code: StoreError['code'], message: string) {
    super(message)
    this.name = 'StoreError'
    this.code = code
  }
}

/** Mail in memory, for any number of users. */
export interface MailStore {
  /** The account of a user's address, in any case; undefined when there is none. */
  account(user: string): Account | undefined
  /** The account of a user's address, created with `folders` (default {@link OUTLOOK_FOLDERS}) when there is none. */
  ensureAccount(user: string, options?: { folders?: readonly FolderSpec[] }): Account
  /** Another address of the same account. */
  addAlias(alias: string, user: string): void
  readonly accounts: ReadonlyMap<string, Account>
}

export function createMailStore(): MailStore {
  const accounts = new Map<string, Account>()
  const aliases = new Map<string, string>()
  return {
    accounts,
    account: (user) => accounts.get(aliases.get(user.toLowerCase()) ?? user.toLowerCase()),
    addAlias: (alias, user) => void aliases.set(alias.toLowerCase(), user.toLowerCase()),
    ensureAccount(user, options = {}) {
      const key = user.toLowerCase()
      let account = accounts.get(key)
      if (!account) {
        account = new Account(key)
        for (const folder of options.folders ?? OUTLOOK_FOLDERS)
          account.create(folder.path, folder.specialUse)
        if (!account.mailbox('INBOX')) account.create('INBOX')
        accounts.set(key, account)
      }
      return account
    },
  }
}

/** UIDVALIDITY must grow when a name is used again (RFC 3501 section 2.3.1.1), so it is one counter for all. */
let lastUidValidity = Math.floor(Date.now() / 1000)

/** One user's mailboxes. Paths use `/`; INBOX is case-insensitive, all other names are not. */
export class Account {
  readonly user: string
  readonly #mailboxes = new Map<string, Mailbox>()
  readonly #subscribed = new Set<string>()

  constructor(user: string) {
    this.user = user
  }

  /** All mailboxes, INBOX first, the others by path. */
  list(): Mailbox[] {
    const rank = (mailbox: Mailbox): string => (mailbox.path === 'INBOX' ? '' : mailbox.path)
    return [...this.#mailboxes.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  }

  /** Subscribed paths; a subscription outlives its mailbox (RFC 3501 section 6.3.9). */
  subscriptions(): string[] {
    return [...this.#subscribed].sort()
  }

  mailbox(path: string): Mailbox | undefined {
    return this.#mailboxes.get(canonicalPath(path))
  }

  /** The mailbox at `path`. Throws {@link StoreError} `NONEXISTENT` when it is missing or cannot be selected. */
  require(path: string): Mailbox {
    const mailbox = this.mailbox(path)
    if (!mailbox || mailbox.noselect) throw new StoreError('NONEXISTENT', `${path} doesn't exist.`)
    return mailbox
  }

  hasChildren(path: string): boolean {
    const prefix = `${canonicalPath(path)}/`
    for (const other of this.#mailboxes.keys()) if (other.startsWith(prefix)) return true
    return false
  }

  /** Creates a mailbox, its missing parents too, all subscribed as Outlook does. */
  create(path: string, specialUse?: SpecialUse): Mailbox {
    const name = canonicalPath(path.replace(/\/$/, ''))
    if (name.split('/').includes('')) throw new StoreError('CANNOT', 'The folder name is not valid.')
    const existing = this.#mailboxes.get(name)
    if (existing && !existing.noselect) throw new StoreError('ALREADYEXISTS', `${name} already exists.`)
    const parent = name.lastIndexOf('/')
    if (parent > 0 && !this.#mailboxes.has(canonicalPath(name.slice(0, parent))))
      this.create(name.slice(0, parent))
    const mailbox = new Mailbox({ path: name, uidValidity: ++lastUidValidity, specialUse })
    this.#mailboxes.set(name, mailbox)
    this.#subscribed.add(name)
    return mailbox
  }

  /** Deletes a mailbox; one with children stays as a name that cannot be selected (RFC 3501 section 6.3.4). */
  delete(path: string): void {
    const mailbox = this.mailbox(path)
    if (!mailbox) throw new StoreError('NONEXISTENT', `${path} doesn't exist.`)
    this.#refuseDefaultFolder(mailbox)
    const keepsName = this.hasChildren(mailbox.path)
    if (keepsName && mailbox.noselect) throw new StoreError('CANNOT', `${path} has folders inside.`)
    mailbox.expunge(() => true)
    mailbox.noselect = true
    if (!keepsName) {
      this.#mailboxes.delete(mailbox.path)
      this.#subscribed.delete(mailbox.path)
    }
  }

  /** Renames a mailbox with what is inside; renaming INBOX moves its messages and leaves it empty (RFC 3501 section 6.3.5). */
  rename(from: string, to: string): void {
    const mailbox = this.mailbox(from)
    if (!mailbox) throw new StoreError('NONEXISTENT', `${from} doesn't exist.`)
    const target = canonicalPath(to.replace(/\/$/, ''))
    if (this.#mailboxes.has(target)) throw new StoreError('ALREADYEXISTS', `${to} already exists.`)
    if (mailbox.path === 'INBOX') {
      const created = this.create(target)
      for (const message of mailbox.messages) created.add(message.content, message)
      mailbox.expunge(() => true)
      return
    }
    this.#refuseDefaultFolder(mailbox)
    if (target.startsWith(`${mailbox.path}/`))
      throw new StoreError('CANNOT', 'A folder cannot move into itself.')
    const parent = target.lastIndexOf('/')
    if (target.split('/').includes('')) throw new StoreError('CANNOT', 'The folder name is not valid.')
    if (parent > 0 && !this.mailbox(target.slice(0, parent))) this.create(target.slice(0, parent))
    this.#move(mailbox.path, target)
  }

  /** Gives the default folders the names of another kind of account, or another language; what they hold stays. */
  nameDefaultFolders(names: FolderNames): void {
    for (const mailbox of this.list()) {
      const isArchive = ARCHIVE_NAMES.has(mailbox.path)
      const name = isArchive ? names.archive : mailbox.specialUse && names[mailbox.specialUse]
      if (name !== undefined && name !== mailbox.path) this.#move(mailbox.path, name)
    }
  }

  #move(old: string, target: string): void {
    for (const [path, moved] of [...this.#mailboxes]) {
      if (path !== old && !path.startsWith(`${old}/`)) continue
      this.#mailboxes.delete(path)
      moved.path = target + path.slice(old.length)
      this.#mailboxes.set(moved.path, moved)
      if (this.#subscribed.delete(path)) this.#subscribed.add(moved.path)
    }
  }

  /**
   * Gives a mailbox a new UIDVALIDITY and new UIDs, as a server does that lost its index. Sessions that have it
   * selected keep the old one until they select again.
   */
  renumber(path: string): Mailbox {
    const old = this.require(path)
    const renewed = new Mailbox({
      path: old.path,
      uidValidity: ++lastUidValidity,
      specialUse: old.specialUse,
    })
    // Other UIDs than before: a client that mixes them up must be caught.
    renewed.uidNext = old.uidNext
    for (const message of old.messages) renewed.add(message.content, message)
    this.#mailboxes.set(old.path, renewed)
    return renewed
  }

  subscribe(path: string): void {
    this.#subscribed.add(this.require(path).path)
  }

  unsubscribe(path: string): void {
    if (!this.#subscribed.delete(canonicalPath(path)))
      throw new StoreError('NONEXISTENT', `${path} isn't subscribed.`)
  }

  /** Adds a message to the mailbox at `path`; every session that has it selected is told. Returns its UID. */
  append(path: string, message: NewMessage): number {
    return this.require(path).append(message).uid
  }

  #refuseDefaultFolder(mailbox: Mailbox): void {
    if (mailbox.path === 'INBOX' || mailbox.specialUse)
      throw new StoreError('CANNOT', `${mailbox.path} is a default folder and can't be changed.`)
  }
}

function canonicalPath(path: string): string {
  return /^inbox(?=\/|$)/i.test(path) ? `INBOX${path.slice(5)}` : path
}

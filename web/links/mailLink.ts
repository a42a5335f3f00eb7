import { MAIL, encodePart, formatAccount, type LinkAccount } from './ownInbox.ts'

export type { LinkAccount }

/**
 * A place in the mail. This file alone turns one into an address and a title, and an address back:
 * `/mail/<account>/<folder>[/<message>][?q=…&in=all&show=unread]`. Nothing in it belongs to one browser: on another
 * device it leads to the same mail.
 */
export interface MailLink {
  account: LinkAccount
  /** By its path. */
  folder: string
  message?: LinkMessage
  search?: LinkSearch
  filter?: LinkFilter
}

/** By Message-ID, without its angle brackets; a message without one by what its mailbox calls it. */
export type LinkMessage =
  { kind: 'id'; messageId: string } | { kind: 'uid'; uidValidity: string; uid: number }

export interface LinkSearch {
  text: string
  everywhere: boolean
}

const FILTERS = ['unread', 'flagged', 'files'] as const
export type LinkFilter = (typeof FILTERS)[number]

/** `<uidvalidity>.<uid>`: a Message-ID that looks like it keeps its angle brackets. */
const UID_NAME = /^(\d{1,10})\.(\d{1,10})$/
const BRACKETED = /^<(.*)>$/s

/** Pure; what `parseLink` reads. */
export function formatLink({ account, folder, message, search, filter }: MailLink): string {
  const parts = [MAIL, formatAccount(account), encodePart(folder)]
  if (message) parts.push(encodePart(messageName(message)))
  const query = [
    search && `q=${encodePart(search.text)}`,
    search?.everywhere && 'in=all',
    filter && `show=${filter}`,
  ].filter(Boolean)
  return parts.join('/') + (query.length > 0 ? `?${query.join('&')}` : '')
}

function messageName(message: LinkMessage): string {
  if (message.kind === 'uid') return `${message.uidValidity}.${message.uid}`
  const { messageId } = message
  return UID_NAME.test(messageId) || BRACKETED.test(messageId) ? `<${messageId}>` : messageId
}

/** Pure. @returns `undefined` for what is no address of a place in the mail */
export function parseLink(fullPath: string): MailLink | undefined {
  try {
    const [path = '', query = ''] = fullPath.split(/\?(.*)/s)
    const [empty, mail, ...parts] = path.split('/')
    const [account, folder, message] = parts.map(decodeURIComponent)
    if (`${empty}/${mail}` !== MAIL || !account || !folder || parts.length > 3 || message === '')
      return undefined
    const [providerId = '', user = ''] = (parts[0] ?? '').split(':').map(decodeURIComponent)
    if (providerId === '' || user === '') return undefined
    const fields = new URLSearchParams(query)
    const text = fields.get('q')
    const filter = FILTERS.find((one) => one === fields.get('show'))
    return {
      account: { providerId, user },
      // RFC 3501 section 5.1: the one name that has no case.
      folder: /^inbox$/i.test(folder) ? 'INBOX' : folder,
      ...(message !== undefined ? { message: parseMessage(message) } : {}),
      ...(text ? { search: { text, everywhere: fields.get('in') === 'all' } } : {}),
      ...(filter ? { filter } : {}),
    }
  } catch {
    // Not percent-encoded as it should be.
    return undefined
  }
}

function parseMessage(name: string): LinkMessage {
  const [, uidValidity, uid] = UID_NAME.exec(name) ?? []
  if (uidValidity !== undefined) return { kind: 'uid', uidValidity, uid: Number(uid) }
  return { kind: 'id', messageId: BRACKETED.exec(name)?.[1] ?? name }
}

/** What a server can be asked for, and what is worth an address; anything else goes by its UID. */
const ASKABLE = /^<([\x21-\x3b\x3d\x3f-\x7e]{1,250})>$/

/** How links name a message. */
export function linkMessage(
  messageId: string | undefined,
  { uidValidity, uid }: { uidValidity: string; uid: number },
): LinkMessage {
  const [, bare] = ASKABLE.exec(messageId?.trim() ?? '') ?? []
  return bare === undefined ? { kind: 'uid', uidValidity, uid } : { kind: 'id', messageId: bare }
}

export function isSameMessage(one: LinkMessage | undefined, other: LinkMessage | undefined): boolean {
  return (one && messageName(one)) === (other && messageName(other))
}

/** What was found in all folders is the same from whichever the search was begun. */
export function isSameLink(one: MailLink, other: MailLink): boolean {
  const list = ({ folder, message, search }: MailLink) => (search?.everywhere && !message ? '' : folder)
  return formatLink({ ...one, folder: list(one) }) === formatLink({ ...other, folder: list(other) })
}

/** The list that a message was opened from, or the folder that was searched. */
export function isAbove(upper: MailLink, lower: MailLink): boolean {
  const { message: _, ...list } = lower
  const { search: __, filter: ___, ...folder } = list
  return !isSameLink(upper, lower) && [list, folder].some((one) => isSameLink(upper, one))
}

/** Same list, or same folder with other words looked for: no step of its own. */
export function isBeside(one: MailLink, other: MailLink): boolean {
  return (
    (one.folder === other.folder || Boolean(one.search?.everywhere && other.search?.everywhere)) &&
    Boolean(one.message) === Boolean(other.message) &&
    Boolean(one.search) === Boolean(other.search)
  )
}

/** What the browser's tab and its history call a place: from the narrowest to the widest. */
export interface TitleParts {
  unread: number
  message?: string | undefined
  search?: string | undefined
  folder: string
  account: string
}

/** Pure. */
export function linkTitle({ unread, message, search, folder, account }: TitleParts): string {
  const parts = [message, search && `“${search}”`, folder, account, 'Ponte'].filter(Boolean)
  return (unread > 0 ? `(${unread}) ` : '') + parts.join(' – ')
}

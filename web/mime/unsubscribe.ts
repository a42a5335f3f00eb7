import type { AuthenticationResults } from '../../shared/mail/authenticationResults.ts'
import { areSigned } from './dkim.ts'
import { fieldValues, type HeaderField } from './headerFields.ts'
import type { Letter } from './letter.ts'
import { MAX_LINK_LENGTH } from './limits.ts'
import { readMailto } from './mailto.ts'

/** A way to leave a mailing. */
export type WayOut =
  /** The bridge tells the sender's server (RFC 8058). */
  | { kind: 'oneClick'; url: string }
  /** A message to a machine, which the reader sees before it goes (RFC 2369). */
  | { kind: 'mail'; letter: Letter }
  /** A page of the sender's, opened in a tab of its own. */
  | { kind: 'page'; url: string }

const FIELD = 'List-Unsubscribe'
const POST_FIELD = 'List-Unsubscribe-Post'

/** The ways out that a message tells, the surest for the reader first; none for what is no mailing. */
export function waysOut(
  header: readonly HeaderField[],
  results: AuthenticationResults | undefined,
): WayOut[] {
  const links = fieldValues(header, FIELD)
    .flatMap((value) => [...value.matchAll(/<([^<>]{1,4096})>/g)])
    .map(([, link = '']) => link.replace(/\s/g, ''))
  const pages = links.filter((link) => link.length <= MAX_LINK_LENGTH && isHttp(link))
  const letter = links.map(readMailto).find((one) => one !== undefined)
  const secure = pages.find((link) => /^https:/i.test(link))
  const takesPost = fieldValues(header, POST_FIELD).some((value) =>
    /^\s*List-Unsubscribe\s*=\s*One-Click\s*$/i.test(value),
  )
  const page = secure ?? pages[0]
  return [
    ...(secure !== undefined && takesPost && areSigned([FIELD, POST_FIELD], header, results)
      ? [{ kind: 'oneClick' as const, url: secure }]
      : []),
    ...(letter ? [{ kind: 'mail' as const, letter }] : []),
    ...(page === undefined ? [] : [{ kind: 'page' as const, url: page }]),
  ]
}

function isHttp(link: string): boolean {
  if (!/^https?:\/\//i.test(link) || !URL.canParse(link)) return false
  const { username, password } = new URL(link)
  return username === '' && password === ''
}

/** The server a way leads to, as a person knows it. */
export function hostOf(way: WayOut): string {
  return way.kind === 'mail' ? (way.letter.to[0] ?? '') : new URL(way.url).hostname
}

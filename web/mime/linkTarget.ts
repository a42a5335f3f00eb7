import { fromBase64 } from './base64.ts'
import { MAX_LINK_LENGTH } from './limits.ts'

/** Services that lead every link of a message through themselves. */
export type Wrapper = 'safelinks' | 'proofpoint'

export interface LinkTarget {
  /** Where the link leads in the end. */
  url: string
  /** What it leads through, the outermost. */
  wrapper?: Wrapper
}

/** Wrappers in wrappers that are undone: forwarded mail has two. */
const MAX_WRAPPERS = 5

/** Where a link truly leads, without asking anybody: what wrappers hide is in the link itself. */
export function linkTarget(href: string): LinkTarget {
  let target: LinkTarget = { url: href }
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const inner = unwrap(target.url)
    if (!inner) break
    target = { url: inner.url, wrapper: target.wrapper ?? inner.wrapper }
  }
  return target
}

function unwrap(href: string): { url: string; wrapper: Wrapper } | undefined {
  if (href.length > 8 * MAX_LINK_LENGTH || !URL.canParse(href)) return undefined
  const { hostname, pathname, searchParams } = new URL(href)
  const found = (wrapper: Wrapper, url: string | null | undefined) =>
    typeof url === 'string' && /^(?:https?|mailto|tel):/i.test(url) && URL.canParse(url)
      ? { wrapper, url }
      : undefined
  if (/(?:^|\.)safelinks\.protection\.outlook\.com$/.test(hostname))
    return found('safelinks', searchParams.get('url'))
  if (!/^urldefense(?:\.proofpoint)?\.com$/.test(hostname)) return undefined
  const version = /^\/(v[123])\//.exec(pathname)?.[1]
  const told = /[?&]u=([^&#]*)/.exec(href)?.[1] ?? ''
  if (version === 'v1') return found('proofpoint', decode(told))
  if (version === 'v2') return found('proofpoint', decode(told.replaceAll('-', '%').replaceAll('_', '/')))
  return version === 'v3' ? found('proofpoint', thirdVersion(href)) : undefined
}

/** How many characters a run `**X` stands for: two for `A`, three for `B`, and so on. */
const RUN_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** `/v3/__<link with asterisks>__;<what they stand for, as base64>!…`. */
function thirdVersion(href: string): string | undefined {
  const [, masked, encoded] = /\/v3\/__(.+?)__;([^!]*)!/s.exec(href) ?? []
  if (masked === undefined || encoded === undefined) return undefined
  // Some programs write `https:/` for `https://`.
  const link = decode(masked).replace(/^([a-z][a-z0-9+.-]*:\/)(?!\/)/i, '$1/')
  const hidden = [...textOf(encoded)]
  let at = 0
  return link.replace(/\*(?:\*(.))?/g, (_all, run: string | undefined) => {
    const length = run === undefined ? 1 : RUN_LETTERS.indexOf(run) + 2
    return hidden.slice(at, (at += length)).join('')
  })
}

function textOf(encoded: string): string {
  try {
    return new TextDecoder().decode(fromBase64(encoded.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return ''
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Parameters that say who follows a link and from which mailing, and that no page needs to show itself. */
const TRACKING =
  /^(?:utm_\w+|hsa_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content|cid)|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|twclid|ttclid|yclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|vero_conv|oly_enc_id|oly_anon_id|ml_subscriber(?:_hash)?|rb_clickid|wickedid|_openstat|epik|srsltid|ck_subscriber_id|bbeml)$/i

/** The link without tracking parameters; everything else stays as it is, to the letter. Wrapped links are left alone. */
export function withoutTracking(href: string): string {
  const [, start, query, hash] = /^(https?:\/\/[^?#]*)\?([^#]*)(#.*)?$/is.exec(href) ?? []
  if (start === undefined || query === undefined || linkTarget(href).wrapper) return href
  const pairs = query.split('&')
  const kept = pairs.filter((pair) => !TRACKING.test(decode(pair.split('=', 1)[0] ?? '')))
  if (kept.length === pairs.length) return href
  return `${start}${kept.length > 0 ? `?${kept.join('&')}` : ''}${hash ?? ''}`
}

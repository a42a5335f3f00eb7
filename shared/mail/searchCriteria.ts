import * as v from 'valibot'
import { byteCount, day, flag, headerField, modSeq, numberSet, text } from '../protocol/values.ts'
import { MAX_CRITERIA_DEPTH, MAX_CRITERIA_NODES } from '../protocol/limits.ts'

/** Keys of SEARCH that stand alone, RFC 3501 section 6.4.4, in the case of this protocol. */
const BARE_KEYS = [
  'all',
  'answered',
  'deleted',
  'draft',
  'flagged',
  'new',
  'old',
  'recent',
  'seen',
  'unanswered',
  'undeleted',
  'undraft',
  'unflagged',
  'unseen',
] as const
/** Keys that take words. */
const TEXT_KEYS = ['bcc', 'body', 'cc', 'from', 'subject', 'text', 'to'] as const
/** Keys that take a day. */
const DAY_KEYS = ['before', 'on', 'since', 'sentbefore', 'senton', 'sentsince'] as const

/** A search as a tree: every key of RFC 3501, and MODSEQ of RFC 7162. */
export type SearchCriteria =
  | { key: (typeof BARE_KEYS)[number] }
  | { key: (typeof TEXT_KEYS)[number]; value: string }
  | { key: (typeof DAY_KEYS)[number]; day: string }
  | { key: 'keyword' | 'unkeyword'; flag: string }
  | { key: 'larger' | 'smaller'; size: number }
  | { key: 'header'; field: string; value: string }
  | { key: 'uid' | 'sequence'; set: string }
  | { key: 'modseq'; modSeq: string }
  | { key: 'not'; criteria: SearchCriteria }
  | { key: 'or'; criteria: [SearchCriteria, SearchCriteria] }
  | { key: 'and'; criteria: SearchCriteria[] }

const node: v.GenericSchema<SearchCriteria> = v.lazy(() =>
  v.variant('key', [
    v.strictObject({ key: v.picklist(BARE_KEYS) }),
    v.strictObject({ key: v.picklist(TEXT_KEYS), value: text }),
    v.strictObject({ key: v.picklist(DAY_KEYS), day }),
    v.strictObject({ key: v.picklist(['keyword', 'unkeyword']), flag }),
    v.strictObject({ key: v.picklist(['larger', 'smaller']), size: byteCount }),
    v.strictObject({ key: v.literal('header'), field: headerField, value: text }),
    v.strictObject({ key: v.picklist(['uid', 'sequence']), set: numberSet }),
    v.strictObject({ key: v.literal('modseq'), modSeq }),
    v.strictObject({ key: v.literal('not'), criteria: node }),
    v.strictObject({ key: v.literal('or'), criteria: v.strictTuple([node, node]) }),
    v.strictObject({ key: v.literal('and'), criteria: v.array(node) }),
  ]),
)

/** Refuses a tree too deep or too large before it is walked by schemas and compilers that recurse. */
function withinBounds(root: unknown): boolean {
  let count = 0
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length
    if (depth > MAX_CRITERIA_DEPTH || count > MAX_CRITERIA_NODES) return false
    level = level.flatMap((one) => {
      const children = (one as { criteria?: unknown } | null)?.criteria
      return Array.isArray(children) ? children : children === undefined ? [] : [children]
    })
  }
  return true
}

export const searchCriteria = v.pipe(
  v.custom<SearchCriteria>(
    withinBounds,
    `must nest at most ${MAX_CRITERIA_DEPTH} deep and hold at most ${MAX_CRITERIA_NODES} criteria`,
  ),
  node,
)

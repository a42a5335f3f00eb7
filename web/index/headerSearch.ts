import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import { TRAIT } from '../../shared/mail/traits.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { fold } from './fold.ts'
import { recipientsAt } from './headerBlock.ts'
import { MARK } from './marks.ts'
import { RangeSet } from './rangeSet.ts'
import { keptLines, linesWith } from './textLines.ts'

/** Whether a message meets a criterion: `undefined` where headers alone cannot tell. */
type Verdict = boolean | undefined
type Judge = (at: number) => Verdict

/** Folded in one go: line breaks stay. */
const textOf = keptLines((block: HeaderBlock) => ({
  subjects: fold(block.subjects),
  people: fold(block.people),
}))

/** Two words of which one is found nearly everywhere, as what is typed first often is. */
const TRIAL: SearchCriteria = { key: 'and', criteria: ['e', 'a'].map((value) => ({ key: 'text', value })) }
/** Blocks after which the engine has compiled all that a search runs through. */
const TRIALS = 20
let tried = 0

/** Makes ready what a search needs, so that the first letter typed does not wait for it: the text, and the code that reads it. */
export function prepareSearch(block: HeaderBlock): void {
  textOf(block)
  if (tried++ < TRIALS) searchBlock(block, TRIAL)
}

/**
 * UIDs of a block that surely match, ascending: as SEARCH of the server would, of what the headers at hand can tell, without
 * case or accents. What stands in bodies is the server's to find.
 */
export function searchBlock(block: HeaderBlock, criteria: SearchCriteria): number[] {
  const judge = judgeOf(block, criteria)
  const found: number[] = []
  for (let at = 0; at < block.uids.length; at++) if (judge(at)) found.push(block.uids[at] ?? 0)
  return found
}

function judgeOf(block: HeaderBlock, criteria: SearchCriteria): Judge {
  switch (criteria.key) {
    case 'and':
      return and(criteria.criteria.map((one) => judgeOf(block, one)))
    case 'or':
      return or(criteria.criteria.map((one) => judgeOf(block, one)))
    case 'not': {
      const inner = judgeOf(block, criteria.criteria)
      return (at) => negated(inner(at))
    }
    case 'text':
      return unlessNot(or([subjectHas(block, criteria.value), anyoneIs(block, criteria.value)]))
    case 'subject':
      return subjectHas(block, criteria.value)
    case 'from':
      return senderIs(block, criteria.value)
    // The first recipients are known, not all.
    case 'to':
    case 'cc':
      return unlessNot(recipientIs(block, criteria.key, criteria.value))
    case 'larger':
      return (at) => (block.sizes[at] ?? 0) > criteria.size
    case 'smaller':
      return (at) => (block.sizes[at] ?? 0) < criteria.size
    case 'since':
    case 'before':
    case 'on':
      return receivedOn(block, criteria.key, criteria.day)
    case 'uid':
      return uidIn(block, criteria.set)
    case 'header':
      return headerJudge(block, criteria)
    default:
      return markJudge(block, criteria.key)
  }
}

function negated(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict
}

function and(judges: readonly Judge[]): Judge {
  return (at) => {
    let unsure = false
    for (const judge of judges) {
      const verdict = judge(at)
      if (verdict === false) return false
      unsure ||= verdict === undefined
    }
    return unsure ? undefined : true
  }
}

function or(judges: readonly Judge[]): Judge {
  return (at) => {
    let unsure = false
    for (const judge of judges) {
      const verdict = judge(at)
      if (verdict) return true
      unsure ||= verdict === undefined
    }
    return unsure ? undefined : false
  }
}

/** What the headers do not have, the rest of the message may. */
function unlessNot(judge: Judge): Judge {
  return (at) => judge(at) || undefined
}

/** `*` is the server's to tell. */
function uidIn(block: HeaderBlock, set: string): Judge {
  if (set.includes('*')) return () => undefined
  const wanted = new RangeSet(set)
  return (at) => wanted.has(block.uids[at] ?? 0)
}

function subjectHas(block: HeaderBlock, value: string): Judge {
  const matches = linesWith(textOf(block).subjects, fold(value))
  return (at) => matches[at] === 1
}

function senderIs(block: HeaderBlock, value: string): Judge {
  const matches = peopleMatching(block, value)
  return (at) => matches[block.from[at] ?? 0] === 1
}

function recipientIs(block: HeaderBlock, field: 'to' | 'cc', value: string): Judge {
  const matches = peopleMatching(block, value)
  return (at) => recipientsAt(block, at)[field].some((person) => matches[person] === 1)
}

function anyoneIs(block: HeaderBlock, value: string): Judge {
  const matches = peopleMatching(block, value)
  return (at) => {
    if (matches[block.from[at] ?? 0] === 1) return true
    const end = block.recipientEnds[at] ?? 0
    for (let next = at === 0 ? 0 : (block.recipientEnds[at - 1] ?? 0); next < end; next++)
      if (matches[block.recipients[next] ?? 0] === 1) return true
    return false
  }
}

/** Each person once, not once a message. */
function peopleMatching(block: HeaderBlock, value: string): Uint8Array {
  return linesWith(textOf(block).people, fold(value))
}

/** RFC 3501 section 6.4.4: the day of INTERNALDATE, disregarding time and zone. */
function receivedOn(block: HeaderBlock, key: 'since' | 'before' | 'on', day: string): Judge {
  const start = Date.parse(`${day}T00:00:00Z`)
  const end = start + 86_400_000
  return (at) => {
    const received = block.received[at] ?? 0
    if (received === 0) return undefined
    if (key === 'before') return received < start
    return received >= start && (key === 'since' || received < end)
  }
}

/** Of the fields that are known: which list, and whether there are files. */
function headerJudge(block: HeaderBlock, criteria: { field: string; value: string }): Judge {
  if (isAboutFiles(criteria)) return (at) => ((block.traits[at] ?? 0) & TRAIT.files) !== 0
  if (criteria.field.toLowerCase() !== 'list-id') return () => undefined
  const wanted = fold(criteria.value)
  const matches = block.listIds.split('\n').map((id) => id !== '' && fold(id).includes(wanted))
  return unlessNot((at) => matches[block.lists[at] ?? 0] ?? false)
}

function isAboutFiles({ field, value }: { field: string; value: string }): boolean {
  return field.toLowerCase() === 'content-type' && value.toLowerCase() === 'multipart/mixed'
}

function hasMark(block: HeaderBlock, mark: number): Judge {
  return (at) => ((block.marks[at] ?? 0) & mark) !== 0
}

const FLAG_KEYS: Partial<Record<SearchCriteria['key'], readonly [mark: number, set: boolean]>> = {
  seen: [MARK.seen, true],
  unseen: [MARK.seen, false],
  flagged: [MARK.flagged, true],
  unflagged: [MARK.flagged, false],
  answered: [MARK.answered, true],
  unanswered: [MARK.answered, false],
  deleted: [MARK.deleted, true],
  undeleted: [MARK.deleted, false],
  draft: [MARK.draft, true],
  undraft: [MARK.draft, false],
}

function markJudge(block: HeaderBlock, key: SearchCriteria['key']): Judge {
  if (key === 'all') return () => true
  const known = FLAG_KEYS[key]
  if (!known) return () => undefined
  const [mark, set] = known
  const judge = hasMark(block, mark)
  return (at) => judge(at) === set
}

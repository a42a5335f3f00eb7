import { TRAIT } from '../../shared/mail/traits.ts'
import type { Person } from '../headers/arrangement.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { recipientsAt } from './headerBlock.ts'
import { MAX_NAMES } from './limits.ts'
import { isNoReply, isSlip, marked, wordsOf } from './personWords.ts'

/** Headers of one mailbox, and whether its messages are the account's own. */
export interface PeopleSource {
  blocks: readonly HeaderBlock[]
  sent: boolean
}

/** How much a sighting counts while it is new: half as much after `HALF_LIFE_MS`, a quarter after twice that. */
const WEIGHT = { writtenTo: 4, copied: 2, sender: 2, recipient: 1 }
const HALF_LIFE_MS = 90 * 24 * 3_600_000
/** Sightings are weighed from here, so that what one was worth never has to be worked out again. */
const EPOCH_MS = Date.UTC(2020, 0, 1)

/** Messages from which an address is well known. */
const OFTEN = 3

interface Sighting {
  name: string
  address: string
  writtenTo: number
  /** Messages that were sent to it. */
  times: number
  seen: number
}

/** Blocks never change but for their marks: each is counted once, as sent mail and as other mail. */
const counted = { sent: newCounts(), others: newCounts() }

function newCounts() {
  return new WeakMap<HeaderBlock, Map<string, Sighting>>()
}

function count(block: HeaderBlock, sent: boolean): Map<string, Sighting> {
  const counts = sent ? counted.sent : counted.others
  const known = counts.get(block)
  if (known) return known
  const people = block.people.split('\n')
  const writtenTo = new Float64Array(people.length)
  const seen = new Float64Array(people.length)
  const times = new Uint32Array(people.length)
  const now = Date.now()
  for (let at = 0; at < block.uids.length; at++) {
    const time = Math.min(block.sent[at] || block.received[at] || EPOCH_MS, now)
    const worth = 2 ** ((time - EPOCH_MS) / HALF_LIFE_MS)
    const { to, cc } = recipientsAt(block, at)
    if (sent) {
      for (const person of [...to, ...cc]) times[person] = (times[person] ?? 0) + 1
      for (const person of to) writtenTo[person] = (writtenTo[person] ?? 0) + worth * WEIGHT.writtenTo
      for (const person of cc) writtenTo[person] = (writtenTo[person] ?? 0) + worth * WEIGHT.copied
      continue
    }
    // Whom a list or a machine writes to, and as whom, nobody writes to.
    if (((block.traits[at] ?? 0) & (TRAIT.bulk | TRAIT.automatic)) !== 0) continue
    const from = block.from[at] ?? 0
    seen[from] = (seen[from] ?? 0) + worth * WEIGHT.sender
    for (const person of to) seen[person] = (seen[person] ?? 0) + worth * WEIGHT.recipient
    for (const person of cc) seen[person] = (seen[person] ?? 0) + worth * WEIGHT.recipient
  }
  const found = new Map<string, Sighting>()
  for (const [at, line] of people.entries()) {
    const [name = '', address = ''] = line.split('\t')
    const sighting = {
      ...{ name, address, writtenTo: writtenTo[at] ?? 0 },
      ...{ times: times[at] ?? 0, seen: seen[at] ?? 0 },
    }
    if (sighting.writtenTo + sighting.seen > 0 && address.includes('@')) found.set(line, sighting)
  }
  counts.set(block, found)
  return found
}

interface Entry extends Person {
  /** The weight of the name that stands for the address. */
  nameWeight: number
  names: Set<string>
  writtenTo: number
  times: number
  seen: number
}

/** Everybody in the headers, best first: whom one wrote to, then who wrote, then those nobody reads. */
export class People {
  #blocks: readonly HeaderBlock[] = []
  #entries: Ranked[] = []

  /** Reads anew only what changed. */
  read(sources: readonly PeopleSource[]): this {
    const blocks = sources.flatMap((source) => source.blocks)
    const same = blocks.length === this.#blocks.length && blocks.every((one, at) => one === this.#blocks[at])
    if (same) return this
    this.#blocks = blocks
    this.#entries = ranked(sources)
    return this
  }

  /**
   * @param typed Each of its words must begin a part of a name or of the address.
   * @param isLeftOut By lower-case address.
   */
  find(typed: string, limit: number, isLeftOut: (address: string) => boolean): Person[] {
    const words = wordsOf(typed)
    if (words.length === 0) return []
    const found: Person[] = []
    // Of a whole company only those whose own names do not fit come after all whose do.
    const byDomain: Person[] = []
    for (const { person, who, all } of this.#entries) {
      if (!words.every((word) => all.includes(word))) continue
      if (isLeftOut(person.address.toLowerCase())) continue
      if (words.some((word) => who.includes(word))) found.push(person)
      else if (byDomain.length < limit) byDomain.push(person)
      if (found.length === limit) break
    }
    return [...found, ...byDomain].slice(0, limit)
  }

  /** Somebody often written to whose address this one, never written to, may be a slip of. */
  resembled(address: string): Person | undefined {
    const typed = address.toLowerCase()
    const isKnown = ({ person, times }: Ranked): boolean =>
      times > 0 && person.address.toLowerCase() === typed
    if (this.#entries.some(isKnown)) return undefined
    return this.#entries.find(
      ({ person, times }) => times >= OFTEN && isSlip(typed, person.address.toLowerCase()),
    )?.person
  }
}

interface Ranked {
  person: Person
  times: number
  /** Marked names and local part, and all of it. */
  who: string
  all: string
}

function ranked(sources: readonly PeopleSource[]): Ranked[] {
  const entries = new Map<string, Entry>()
  for (const { blocks, sent } of sources)
    for (const block of blocks)
      for (const { name, address, writtenTo, times, seen } of count(block, sent).values()) {
        const key = address.toLowerCase()
        const entry = entries.get(key) ?? {
          ...{ name: '', address, nameWeight: 0, names: new Set<string>(), writtenTo: 0, times: 0, seen: 0 },
        }
        entries.set(key, entry)
        entry.writtenTo += writtenTo
        entry.times += times
        entry.seen += seen
        if (name === '' || name.toLowerCase() === key) continue
        if (entry.names.size < MAX_NAMES) entry.names.add(name)
        if (writtenTo + seen <= entry.nameWeight) continue
        entry.name = name
        entry.nameWeight = writtenTo + seen
      }
  const tier = ({ address, writtenTo }: Entry): number => (isNoReply(address) ? 2 : writtenTo > 0 ? 0 : 1)
  return [...entries.values()]
    .map((entry) => ({ entry, tier: tier(entry), weight: entry.writtenTo + entry.seen }))
    .sort((a, b) => a.tier - b.tier || b.weight - a.weight)
    .map(({ entry: { name, address, names, times } }) => {
      const at = address.lastIndexOf('@')
      const all = `${marked([...new Set([...names, name])].join(' '))} ${marked(address)}`
      const domain = marked(address.slice(at)).length
      return { person: { name, address }, times, who: all.slice(0, -domain), all }
    })
}

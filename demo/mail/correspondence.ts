import { quotation } from './bodies.ts'
import { asides, closings, greetings, phoneLines } from './phrases/manners.ts'
import { fill } from './phrases/slots.ts'
import type { Slots } from './phrases/slots.ts'
import type { Topic } from './phrases/topic.ts'
import type { Language, Person } from './person.ts'
import { random } from './random.ts'
import type { Random } from './random.ts'
import type { Mailbox } from './types.ts'

export type Style = 'formal' | 'friendly'

/** One conversation between the user and someone else, settled once; every letter of it is derived from this. */
export type Conversation = {
  key: string
  topic: Topic
  slots: Slots
  language: Language
  style: Style
  person: Person
  me: Mailbox & { name: string }
  /** The user's first name. */
  first: string
}

export const isMine = ({ topic }: Conversation, step: number) => (step % 2 === 0) === (topic.mine === true)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function signature(conversation: Conversation, mine: boolean, rng: Random): string {
  const { person, language, first, me } = conversation
  const ownScript = language === 'ar' || language === 'ja'
  const native = ownScript ? (person.native ?? person.name) : person.name
  if (mine) return conversation.style === 'friendly' ? first : rng.chance(0.5) ? first : me.name
  if (conversation.style === 'friendly' || person.role === undefined) {
    return ownScript ? native : person.first
  }
  return rng.chance(0.45) ? `${native}\n\n-- \n${native}\n${person.role}` : native
}

/** What a step says, with greeting and close, without the quoted text below it. The same each time it is asked for. */
export function stepText(conversation: Conversation, step: number): string {
  const { key, topic, slots, language, style, person, first } = conversation
  const rng = random(key, step)
  const mine = isMine(conversation, step)
  const wording = topic.beats[step]!
  // The first wording of each step answers the first of the one before: one column per conversation.
  const column = random(key, 'column').int(0, 1)
  const words = fill(wording[Math.min(column, wording.length - 1)]!, slots)
  const to = mine
    ? language === 'ar' || language === 'ja'
      ? (person.native ?? person.first)
      : person.first
    : first
  const greeting = fill(rng.pick(greetings[language][style]), { name: to })
  const short = step > 1 && rng.chance(0.5)
  const opening = short ? capital(words) : `${greeting}\n\n${words}`
  const aside = rng.chance(0.2) ? `\n\n${rng.pick(asides[language])}` : ''
  if (style === 'friendly' && rng.chance(0.12)) return `${opening}\n\n${phoneLines[language]}`
  return `${opening}${aside}\n\n${rng.pick(closings[language][style])}\n${signature(conversation, mine, rng)}`
}

/** The step with what it answers quoted below, as deep as its writer left it. */
export function stepTextWithQuotes(conversation: Conversation, step: number, dates: Date[]): string {
  const own = stepText(conversation, step)
  if (step === 0) return own
  const mineBefore = isMine(conversation, step - 1)
  const earlier = stepTextWithQuotes(conversation, step - 1, dates)
  const quote = quotation({
    text: earlier,
    name: mineBefore ? conversation.me.name : conversation.person.name,
    date: dates[step - 1]!,
    language: conversation.language,
  })
  return `${own}\n\n${quote}`
}

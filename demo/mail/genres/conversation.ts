import { flowedEntity, htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { isMine, stepText, stepTextWithQuotes } from '../correspondence.ts'
import type { Conversation } from '../correspondence.ts'
import { answerDate, pastDate } from '../dates.ts'
import { topicFiles } from '../files/attachments.ts'
import { textEntity } from '../mime.ts'
import {
  arabic,
  chiara,
  elena,
  english,
  friends,
  italian,
  japanese,
  lagunaStudio,
  paolo,
  rossiOffice,
} from '../people.ts'
import type { Language, Person } from '../person.ts'
import { arabicTopics } from '../phrases/arabic.ts'
import { englishHome } from '../phrases/englishHome.ts'
import { englishWork } from '../phrases/englishWork.ts'
import { italianHome } from '../phrases/italianHome.ts'
import { italianWork } from '../phrases/italianWork.ts'
import { japaneseTopics } from '../phrases/japanese.ts'
import { fill, slotsFor } from '../phrases/slots.ts'
import type { Topic } from '../phrases/topic.ts'
import { random } from '../random.ts'
import type { Random } from '../random.ts'
import type { Entity, HeaderStyle, Letter } from '../types.ts'

const banks = { en: englishWork, it: italianWork, ar: arabicTopics, ja: japaneseTopics }
const homeBanks = { en: englishHome, it: italianHome, ar: arabicTopics, ja: japaneseTopics }
const people: Record<Language, Person[]> = { en: english, it: italian, ar: arabic, ja: japanese }

const replyPrefix: Record<Language, readonly string[]> = {
  en: ['Re: '],
  it: ['Re: ', 'R: '],
  ar: ['Re: ', 'رد: '],
  ja: ['Re: '],
}

const clientFolders = new Map([
  [rossiOffice.address, 'Clients/Rossi & Figli'],
  [paolo.address, 'Clients/Rossi & Figli'],
  [elena.address, 'Clients/Rossi & Figli'],
  [chiara.address, 'Clients/Laguna Studio'],
  [lagunaStudio.address, 'Clients/Laguna Studio'],
])

/** The charsets that mail in a language comes in: mostly UTF-8, and what older programs there still write. */
const charsets: Record<Language, readonly string[]> = {
  en: ['utf-8'],
  it: ['utf-8', 'utf-8', 'utf-8', 'windows-1252'],
  ar: ['utf-8', 'utf-8', 'windows-1256'],
  ja: ['iso-2022-jp', 'utf-8', 'shift_jis'],
}

function headerStyleOf(charset: string, rng: Random): HeaderStyle {
  if (charset === 'windows-1252') return { charset, encoding: 'Q' }
  if (charset === 'iso-2022-jp' || charset === 'shift_jis' || charset === 'windows-1256')
    return { charset, encoding: 'B' }
  return { encoding: rng.pick(['B', 'Q']) }
}

/** When its letters are sent, and in which charset. */
type Sending = { dates: Date[]; charset: string }

function bodyOf(conversation: Conversation, step: number, { dates, charset }: Sending): Entity {
  const rng = random(conversation.key, 'body', step)
  const { language, topic } = conversation
  const text = rng.chance(0.8) ? stepTextWithQuotes(conversation, step, dates) : stepText(conversation, step)
  let body: Entity
  if (charset !== 'utf-8') body = textEntity({ text, charset })
  else if (language !== 'ja' && rng.chance(0.5)) body = flowedEntity(text)
  else if (rng.chance(0.12)) body = textEntity({ text, charset, encoding: '8bit' })
  else body = richEntity(text, htmlOf(text, language))
  return step === 0 && topic.file !== undefined
    ? withFiles(body, topicFiles(topic.file, language, rng))
    : body
}

export type ConversationKind = {
  language: Language
  /** In place of the language's own. */
  topics?: readonly Topic[]
  people?: readonly Person[]
  /** Where the correspondent's messages are kept; otherwise it depends on who it is. */
  folder?: string
}

/** A conversation of one to five messages; the user's own are in Sent, the others in a folder of the correspondent's. */
export function conversation(context: Context, index: number, kind: ConversationKind): Letter[] {
  const { language } = kind
  const key = `conversation ${context.seed} ${language} ${kind.folder ?? ''} ${index}`
  const rng = random(key)
  const style = kind.topics === undefined && rng.chance(0.4) ? 'friendly' : 'formal'
  const topic = rng.pick(kind.topics ?? (style === 'friendly' ? homeBanks : banks)[language])
  const known = kind.people ?? (style === 'friendly' ? friends : people)[language]
  const concerned = known.filter(({ first }) => topic.by?.includes(first) ?? true)
  const person = rng.pick(concerned.length > 0 ? concerned : known)
  const settled: Conversation = {
    ...{ key, topic, style, language, person },
    slots: slotsFor(language, rng),
    me: context.me,
    first: context.first,
  }
  const subject = fill(rng.pick(topic.subjects), settled.slots)
  const title = subject.charAt(0).toUpperCase() + subject.slice(1)
  const steps = rng.chance(0.18) ? 1 : rng.int(2, topic.beats.length)
  const dates: Date[] = [pastDate(context.now, style === 'formal' ? 'office' : 'home', rng)]
  for (let step = 1; step < steps; step++) dates.push(answerDate(dates[step - 1]!, context.now, rng))
  const kept =
    kind.folder ?? clientFolders.get(person.address) ?? rng.pick(['INBOX', 'INBOX', 'INBOX', 'Archive'])
  const charset = rng.pick(charsets[language])
  const headerStyle = headerStyleOf(charset, rng)
  const prefix = rng.pick(replyPrefix[language])
  const ids: string[] = []
  return dates.map((date, step) => {
    const mine = isMine(settled, step)
    const name = language === 'ar' || language === 'ja' ? (person.native ?? person.name) : person.name
    const other = { address: person.address, name }
    const references = [...ids]
    const messageId = messageIdOf(mine ? context.me.address : person.address, key, step)
    ids.push(messageId)
    return letter(context, {
      folder: mine ? 'Sent' : kept,
      date,
      ...(mine || person.zone === undefined ? {} : { zone: person.zone }),
      ...(mine || person.mailer === undefined ? {} : { mailer: person.mailer }),
      ...{ messageId, references, headerStyle },
      from: mine ? context.me : other,
      to: [mine ? other : context.me],
      subject: step === 0 ? title : `${prefix}${title}`,
      body: () => bodyOf(settled, step, { dates, charset }),
    })
  })
}

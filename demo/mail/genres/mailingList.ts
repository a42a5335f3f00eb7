import { flowedEntity, quotation } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { answerDate, pastDate } from '../dates.ts'
import type { MailingList } from '../phrases/list.ts'
import { ponteList, timberList } from '../phrases/listsEnglish.ts'
import { alumniList, cyclingList } from '../phrases/listsItalian.ts'
import { random } from '../random.ts'
import type { HeaderField, Letter, Mailbox } from '../types.ts'

const lists = [timberList, ponteList, cyclingList, alumniList]

/** Quoted levels below an answer; people on lists trim. */
const QUOTE_DEPTH = 3

type Post = {
  from: Mailbox
  text: string
  date: Date
  parent?: number
  messageId: string
  references: string[]
}

type Thread = { list: MailingList; posts: Post[] }

function listHeaders(list: MailingList): HeaderField[] {
  const [local, domain] = list.address.split('@')
  return [
    ['Sender', `<${local}-bounces@${domain}>`],
    ['List-ID', `${list.name} <${local}.${domain}>`],
    ['List-Post', `<mailto:${list.address}>`],
    ['List-Unsubscribe', `<mailto:${local}-leave@${domain}>, <https://${domain}/${local}/leave>`],
    ['List-Archive', `<https://${domain}/${local}/archive>`],
    ['Precedence', 'list'],
  ]
}

/** What a post says, with what it answers around it, `depth` levels of it. */
function textOf({ list, posts }: Thread, index: number, depth: number): string {
  const post = posts[index]!
  if (post.parent === undefined) return post.text
  if (depth === 0) return `${post.text}\n\n[…]`
  const parent = posts[post.parent]!
  const text = textOf({ list, posts }, post.parent, depth - 1)
  const quote = quotation({ text, name: parent.from.name ?? '', date: parent.date, language: list.language })
  // On this list one answers below what one answers to, at least half of the time.
  return random('order', post.messageId).chance(0.6) ? `${quote}\n\n${post.text}` : `${post.text}\n\n${quote}`
}

/** A thread on a mailing list: 10 to 40 messages that answer each other, the user's own among them now and then. */
export function mailingListThread(context: Context, index: number): Letter[] {
  const rng = random('list', context.seed, index)
  const list = rng.pick(lists)
  const topic = rng.pick(list.topics)
  const count = rng.int(10, rng.chance(0.3) ? 40 : 22)
  const pool = [
    ...rng.sample(topic.replies, topic.replies.length),
    ...rng.sample(list.replies, list.replies.length),
  ]
  const posts: Post[] = []
  let date = pastDate(context.now, 'home', rng)
  for (let step = 0; step < count; step++) {
    if (step > 0) date = answerDate(date, context.now, rng)
    const from = step > 0 && rng.chance(0.07) ? context.me : rng.pick(list.members)
    const words = step === 0 ? topic.opening : pool[(step - 1) % pool.length]!
    const parent = step === 0 ? undefined : rng.chance(0.55) ? step - 1 : rng.int(0, step - 1)
    const above = parent === undefined ? undefined : posts[parent]!
    posts.push({
      ...{ from, date, messageId: messageIdOf(from.address, context.seed, 'list', index, step) },
      text: `${words}\n\n${(from.name ?? '').split(' ')[0]}`,
      references: above ? [...above.references, above.messageId] : [],
      ...(parent === undefined ? {} : { parent }),
    })
  }
  const kept = rng.pick(['INBOX', 'INBOX', 'Archive'])
  const footer = `_______________________________________________\n${list.footer}`
  return posts.map((post, step) => {
    const mine = post.from.address === context.me.address
    return letter(context, {
      folder: mine ? 'Sent' : kept,
      date: post.date,
      from: post.from,
      to: [{ name: list.name, address: list.address }],
      subject: `${step === 0 ? '' : 'Re: '}${list.tag} ${topic.subject}`,
      messageId: post.messageId,
      references: post.references,
      headers: mine ? [] : listHeaders(list),
      body: () => flowedEntity(`${textOf({ list, posts }, step, QUOTE_DEPTH)}${mine ? '' : `\n\n${footer}`}`),
    })
  })
}

import type { Context } from './context.ts'
import { conversation } from './genres/conversation.ts'
import type { ConversationKind } from './genres/conversation.ts'
import { invitation } from './genres/invitation.ts'
import { invoice } from './genres/invoice.ts'
import { mailingListThread } from './genres/mailingList.ts'
import { newsletter } from './genres/newsletter.ts'
import { notice } from './genres/notice.ts'
import { pictureLetter } from './genres/pictures.ts'
import { receipt } from './genres/receipt.ts'
import { spam } from './genres/spam.ts'
import { travel } from './genres/travel.ts'
import { marchetti, matteo } from './people.ts'
import { universityTopics } from './phrases/university.ts'
import { random } from './random.ts'
import type { Letter } from './types.ts'

/** One kind of mail: about how many messages of a hundred, how many come at a time, and what comes. */
type Genre = { share: number; atOnce: number; make: (context: Context, index: number) => Letter[] }

const university: ConversationKind = {
  language: 'it',
  topics: universityTopics,
  people: [marchetti, matteo],
  folder: 'Università',
}

const genres: Genre[] = [
  { share: 14, atOnce: 2.9, make: (context, index) => conversation(context, index, { language: 'it' }) },
  { share: 13, atOnce: 2.9, make: (context, index) => conversation(context, index, { language: 'en' }) },
  { share: 1.6, atOnce: 2.2, make: (context, index) => conversation(context, index, { language: 'ar' }) },
  { share: 2, atOnce: 2.2, make: (context, index) => conversation(context, index, { language: 'ja' }) },
  {
    ...{ share: 3, atOnce: 2.1 },
    make: (context, index) => conversation(context, index, university),
  },
  { share: 12, atOnce: 19, make: mailingListThread },
  { share: 18, atOnce: 1, make: newsletter },
  { share: 16, atOnce: 1, make: notice },
  { share: 7.5, atOnce: 1, make: receipt },
  { share: 5, atOnce: 1, make: invoice },
  { share: 2.5, atOnce: 1, make: travel },
  { share: 2, atOnce: 1, make: invitation },
  { share: 1.7, atOnce: 1, make: pictureLetter },
  { share: 1.7, atOnce: 1, make: spam },
]

/** Everyday mail of the past years, `count` messages. */
export function fillerLetters(context: Context, count: number): Letter[] {
  const rng = random('filler', context.seed)
  const weightOf = ({ share, atOnce }: Genre) => share / atOnce
  const total = genres.reduce((sum, genre) => sum + weightOf(genre), 0)
  const letters: Letter[] = []
  for (let index = 0; letters.length < count; index++) {
    let at = rng.next() * total
    const genre = genres.find((candidate) => (at -= weightOf(candidate)) < 0) ?? genres[0]!
    // A thread that does not fit loses its newest messages, so that what is left still has its references.
    letters.push(...genre.make(context, index).slice(0, count - letters.length))
  }
  return letters
}

import type { Context } from './context.ts'
import { conversation } from './genres/conversation.ts'
import { random } from './random.ts'
import type { Letter } from './types.ts'

/** One kind of mail: how often it comes, and what comes, which may be a whole thread. */
type Genre = { weight: number; make: (context: Context, index: number) => Letter[] }

const genres: Genre[] = [
  { weight: 10, make: (context, index) => conversation(context, index, 'it') },
  { weight: 9, make: (context, index) => conversation(context, index, 'en') },
  { weight: 1, make: (context, index) => conversation(context, index, 'ar') },
  { weight: 1.4, make: (context, index) => conversation(context, index, 'ja') },
]

/** Everyday mail of the past years, `count` messages. */
export function fillerLetters(context: Context, count: number): Letter[] {
  const rng = random('filler', context.seed)
  const total = genres.reduce((sum, genre) => sum + genre.weight, 0)
  const letters: Letter[] = []
  for (let index = 0; letters.length < count; index++) {
    let at = rng.next() * total
    const genre = genres.find(({ weight }) => (at -= weight) < 0) ?? genres[0]!
    // A thread that does not fit loses its newest messages, so that what is left still has its references.
    letters.push(...genre.make(context, index).slice(0, count - letters.length))
  }
  return letters
}

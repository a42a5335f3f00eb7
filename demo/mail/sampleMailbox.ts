import { contextOf } from './context.ts'
import { fillerLetters } from './filler.ts'
import { hostileLetters } from './genres/hostile.ts'
import { oddLetters } from './genres/oddities.ts'
import { ownFolderLetters } from './genres/ownFolders.ts'
import { structureLetters } from './genres/structures.ts'
import { topLetters } from './genres/top.ts'
import { DEFAULT_COUNT } from './limits.ts'
import { markMailbox } from './marks.ts'
import { toSampleMessage } from './render.ts'
import type { DemoMailboxUser, SampleMessage } from './types.ts'

/** Any number; another one gives another mailbox. */
const DEFAULT_SEED = 214

export type SampleMailboxOptions = {
  user: DemoMailboxUser
  /** The newest mail is of this day, in this machine's time zone. */
  now: Date
  /** Messages in all folders together; about seventy scripted ones are always there. */
  count?: number
  seed?: number
}

/**
 * A believable mailbox of some years, in order of arrival. The same options give the same messages, bytes included, on
 * machines in the same time zone. Listing is quick, since bodies are composed only when `raw()` is called.
 */
export function sampleMailbox(options: SampleMailboxOptions): SampleMessage[] {
  const { user, now, count = DEFAULT_COUNT, seed = DEFAULT_SEED } = options
  const context = contextOf(user, now, seed)
  const scripted = [
    ...topLetters(context),
    ...ownFolderLetters(context),
    ...structureLetters(context),
    ...oddLetters(context),
    ...hostileLetters(context),
  ]
  const letters = [...scripted, ...fillerLetters(context, count - scripted.length)]
  letters.sort((a, b) => a.date.getTime() - b.date.getTime())
  markMailbox(letters, context)
  return letters.map(toSampleMessage)
}

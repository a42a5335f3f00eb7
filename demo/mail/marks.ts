import type { Context } from './context.ts'
import { random } from './random.ts'
import type { Letter } from './types.ts'

/** Unread messages: how many among the newest so many of a folder, and how many further down. */
const unread: Record<string, { among: number; near: number; below: number }> = {
  INBOX: { among: 42, near: 9, below: 4 },
  Junk: { among: 8, near: 4, below: 0 },
  'Clients/Rossi & Figli': { among: 6, near: 3, below: 0 },
  'Clients/Laguna Studio': { among: 5, near: 2, below: 0 },
}

/** Share of messages that the user flagged. */
const FLAGGED_SHARE = 0.018

/** Scripted letters come first in this many rows of the Inbox and keep the flags they were given. */
const SCRIPTED_ROWS = 11

const without = (letter: Letter, flag: string) => {
  letter.flags = letter.flags.filter((other) => other !== flag)
}
const withFlag = (letter: Letter, flag: string) => {
  if (!letter.flags.includes(flag)) letter.flags = [...letter.flags, flag]
}

/** Sets \Seen, \Flagged and \Answered as a person would leave them. The letters are in order of arrival. */
export function markMailbox(letters: Letter[], context: Context): void {
  const rng = random('marks', context.seed)
  const answered = new Set(
    letters.filter(({ folder }) => folder === 'Sent').flatMap(({ references }) => references?.at(-1) ?? []),
  )
  for (const letter of letters) {
    if (answered.has(letter.messageId)) withFlag(letter, '\\Answered')
    if (letter.folder !== 'Junk' && letter.folder !== 'Drafts' && rng.chance(FLAGGED_SHARE))
      withFlag(letter, '\\Flagged')
  }
  for (const [folder, { among, near, below }] of Object.entries(unread)) {
    // Who has answered has read.
    const rows = letters
      .filter((letter) => letter.folder === folder)
      .toReversed()
      .slice(folder === 'INBOX' ? SCRIPTED_ROWS : 0)
      .filter((letter) => !letter.flags.includes('\\Answered'))
    const chosen = [...rng.sample(rows.slice(0, among), near), ...rng.sample(rows.slice(among, 600), below)]
    for (const letter of chosen) without(letter, '\\Seen')
  }
}

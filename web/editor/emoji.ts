import { fold } from '../index/fold.ts'

/** Emoji by name. Their names come with the first one that is asked for. */

export interface Emoji {
  char: string
  /** As people call it, in the page's language. */
  name: string
  /** What finds it, folded: its short names first, then the words of its name, then what it is about. */
  short: readonly string[]
  words: readonly string[]
  about: readonly string[]
}

/** A colon begins a name only where a word could begin: `10:30` and `http://` are none. */
const TYPED = /(?:^|[\s([{"'«“])(:([\p{L}\p{N}_+-]{2,30})(:?))$/u

export interface TypedName {
  name: string
  /** The second colon is there: the name is whole. */
  whole: boolean
  /** UTF-16 code units, with the colons. */
  length: number
}

/** The name that is being typed right before the caret. */
export function typedName(before: string): TypedName | undefined {
  const [, all, name, end] = TYPED.exec(before) ?? []
  return all === undefined || name === undefined
    ? undefined
    : { name, whole: end === ':', length: all.length }
}

export interface EmojiSource {
  unicode: string
  label: string
  hexcode: string
  group?: number
  tags?: readonly string[]
}

/** @param short Names as GitHub and chats have them, by hexcode; English in every language */
export function emojiFrom(
  source: readonly EmojiSource[],
  short: Readonly<Partial<Record<string, string | readonly string[]>>>,
): Emoji[] {
  return source
    .filter(({ group }) => group !== undefined)
    .map(({ unicode, label, hexcode, tags = [] }) => ({
      char: unicode,
      name: label,
      short: [short[hexcode] ?? []].flat().map(fold),
      words: fold(label).split(/[^\p{L}\p{N}]+/u),
      about: tags.map(fold),
    }))
}

/** Those that a name may mean, the likeliest first; in their own order where none is more so. */
export function findEmoji(all: readonly Emoji[], typed: string, limit: number): Emoji[] {
  const wanted = fold(typed.replace(/[_-]+/g, ' ')).split(' ').filter(Boolean)
  const whole = fold(typed)
  if (wanted.length === 0) return all.slice(0, limit)
  const ranked = all.flatMap((emoji) => {
    const rank = rankOf(emoji, whole, wanted)
    return rank === undefined ? [] : [{ emoji, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji }) => emoji)
}

function rankOf(
  { short, words, about }: Emoji,
  whole: string,
  wanted: readonly string[],
): number | undefined {
  if (short.includes(whole)) return 0
  if (short.some((name) => name.startsWith(whole))) return 1
  const begin = (list: readonly string[]) => (word: string) => list.some((one) => one.startsWith(word))
  if (wanted.every(begin(words))) return words[0]?.startsWith(wanted[0] ?? '') ? 2 : 3
  return wanted.every((word) => begin(words)(word) || begin(about)(word)) ? 4 : undefined
}

const SOURCES = {
  en: () => import('emojibase-data/en/compact.json'),
  it: () => import('emojibase-data/it/compact.json'),
}
const loaded = new Map<string, Promise<Emoji[]>>()

/** All of them, named in a language; English where that has no names. */
export function loadEmoji(language: string): Promise<Emoji[]> {
  const locale = language === 'it' ? 'it' : 'en'
  const known = loaded.get(locale)
  if (known) return known
  const loading = Promise.all([SOURCES[locale](), import('emojibase-data/en/shortcodes/github.json')]).then(
    ([names, short]) => emojiFrom(names.default, short.default),
  )
  loaded.set(locale, loading)
  // Offline: the next one that is asked for tries again.
  loading.catch(() => loaded.delete(locale))
  return loading
}

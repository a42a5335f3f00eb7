/** Everything a key does on the mail page. Labels are the texts `list.keyboard.<command>`. */
export interface Binding {
  command: Command
  group: 'list' | 'message' | 'write' | 'page'
  /** As `keyOf` writes them; two with a space between are pressed one after the other. Any of them does it. */
  keys: readonly string[]
}

export type Command =
  | 'next'
  | 'previous'
  | 'open'
  | 'close'
  | 'select'
  | 'selectAll'
  | 'compose'
  | 'reply'
  | 'replyAll'
  | 'forward'
  | 'archive'
  | 'delete'
  | 'move'
  | 'junk'
  | 'flag'
  | 'markRead'
  | 'markUnread'
  | 'undo'
  | 'search'
  | 'help'
  | 'goInbox'
  | 'goSent'
  | 'goDrafts'

export const BINDINGS: readonly Binding[] = [
  { command: 'next', group: 'list', keys: ['j'] },
  { command: 'previous', group: 'list', keys: ['k'] },
  { command: 'open', group: 'list', keys: ['o', 'Enter'] },
  { command: 'close', group: 'list', keys: ['u', 'Escape'] },
  { command: 'select', group: 'list', keys: ['x'] },
  { command: 'selectAll', group: 'list', keys: ['Ctrl+a'] },
  { command: 'archive', group: 'message', keys: ['e'] },
  { command: 'delete', group: 'message', keys: ['#', 'Delete'] },
  { command: 'move', group: 'message', keys: ['v'] },
  { command: 'junk', group: 'message', keys: ['!'] },
  { command: 'flag', group: 'message', keys: ['s'] },
  { command: 'markRead', group: 'message', keys: ['Shift+i'] },
  { command: 'markUnread', group: 'message', keys: ['Shift+u'] },
  { command: 'undo', group: 'message', keys: ['z'] },
  { command: 'compose', group: 'write', keys: ['c'] },
  { command: 'reply', group: 'write', keys: ['r'] },
  { command: 'replyAll', group: 'write', keys: ['a'] },
  { command: 'forward', group: 'write', keys: ['f'] },
  { command: 'search', group: 'page', keys: ['/'] },
  { command: 'goInbox', group: 'page', keys: ['g i'] },
  { command: 'goSent', group: 'page', keys: ['g s'] },
  { command: 'goDrafts', group: 'page', keys: ['g d'] },
  { command: 'help', group: 'page', keys: ['?'] },
]

/** Keys of the list itself, for the sheet: they work where the list has the focus. */
export const LIST_KEYS = [
  { label: 'extend', keys: ['Shift+ArrowDown', 'Shift+ArrowUp'] },
  { label: 'ends', keys: ['Home', 'End'] },
  { label: 'pages', keys: ['PageDown', 'PageUp'] },
] as const

/** What is pressed of a key event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `j`, `Shift+u`, `Ctrl+a`, `#`; Command on a Mac counts as Ctrl. `undefined` for what is no shortcut of the page. */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | undefined {
  if (altKey || key === 'Dead' || key === 'Unidentified') return undefined
  const letter = /^\p{L}$/u.test(key)
  const name = letter ? key.toLowerCase() : key
  const prefix = ctrlKey || metaKey ? 'Ctrl+' : ''
  // What Shift makes of a digit or a sign is another key; of a letter, or of Enter, it is the same one with Shift.
  const shift = shiftKey && (letter || key.length > 1) ? 'Shift+' : ''
  return prefix + shift + name
}

export type Match = { name: 'none' } | { name: 'begun'; prefix: string } | { name: 'found'; command: Command }

/** @param prefix What was pressed just before, when that began a shortcut of two keys. */
export function matchKey(key: string, prefix: string | undefined): Match {
  const whole = prefix === undefined ? key : `${prefix} ${key}`
  for (const { command, keys } of BINDINGS) {
    if (keys.includes(whole)) return { name: 'found', command }
    if (keys.some((one) => one.startsWith(`${whole} `))) return { name: 'begun', prefix: whole }
  }
  // `g` and then something else: that key counts for itself.
  return prefix === undefined ? { name: 'none' } : matchKey(key, undefined)
}

import { MESSAGE_ACTIONS } from '../actions/actionTable.ts'
import type { MessageActionId } from '../actions/messageAction.ts'

/** Everything a key does on the mail page. */
export interface Binding {
  command: Command
  /** The key of its text. */
  label: string
  group: 'list' | 'message' | 'write' | 'page'
  /** As `keyOf` writes them; two with a space between are pressed one after the other. Any of them does it. */
  keys: readonly string[]
}

export type Command = PageCommand | MessageActionId

/** What is done to the page; what is done to messages is in the table of actions. */
type PageCommand =
  | 'next'
  | 'previous'
  | 'open'
  | 'close'
  | 'select'
  | 'selectAll'
  | 'compose'
  | 'undo'
  | 'repeat'
  | 'palette'
  | 'settings'
  | 'search'
  | 'help'
  | 'goInbox'
  | 'goSent'
  | 'goDrafts'

const page = (command: PageCommand, group: Binding['group'], keys: readonly string[]): Binding => ({
  command,
  label: `hands.keyboard.${command}`,
  group,
  keys,
})

const actionsOf = (group: 'message' | 'write' | 'look'): Binding[] =>
  Object.values(MESSAGE_ACTIONS)
    .filter((action) => action.group === group)
    .map(({ id, name, keys }) => ({
      command: id,
      label: `actions.${name}`,
      group: group === 'look' ? 'message' : group,
      keys,
    }))

/** In the order of the sheet, with Gmail's keys; what has none can be given one. */
export const BINDINGS: readonly Binding[] = [
  page('next', 'list', ['j']),
  page('previous', 'list', ['k']),
  page('open', 'list', ['o', 'Enter']),
  page('close', 'list', ['u', 'Escape']),
  page('select', 'list', ['x']),
  page('selectAll', 'list', ['Ctrl+a']),
  ...actionsOf('message'),
  ...actionsOf('look'),
  page('undo', 'message', ['z', 'Ctrl+z']),
  page('repeat', 'message', ['.']),
  page('compose', 'write', ['c']),
  ...actionsOf('write'),
  page('palette', 'page', ['Ctrl+k']),
  page('search', 'page', ['/']),
  page('goInbox', 'page', ['g i']),
  page('goSent', 'page', ['g s']),
  page('goDrafts', 'page', ['g d']),
  page('settings', 'page', []),
  page('help', 'page', ['?']),
]

/** Keys of the list itself, for the sheet: they work where the list has the focus. */
export const LIST_KEYS = [
  { label: 'extend', keys: ['Shift+ArrowDown', 'Shift+ArrowUp'] },
  { label: 'ends', keys: ['Home', 'End'] },
  { label: 'pages', keys: ['PageDown', 'PageUp'] },
] as const

/** As printed on keys; letters and signs print as they are. */
const PRINTED: Record<string, string> = {
  Escape: 'Esc',
  Delete: 'Del',
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

/** The keys of one press as they are printed: of `Shift+u`, Shift and U. */
export function printedKeys(press: string): string[] {
  return press.split('+').map((key) => PRINTED[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

/** What is pressed of a key event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** `j`, `Shift+u`, `Ctrl+a`, `#`; Command on a Mac counts as Ctrl. `undefined` for what is no shortcut of the page. */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | undefined {
  if (altKey || key === 'Dead' || key === 'Unidentified') return undefined
  const letter = /^\p{L}$/u.test(key)
  const name = letter ? key.toLowerCase() : key === ' ' ? 'Space' : key
  const prefix = ctrlKey || metaKey ? 'Ctrl+' : ''
  // What Shift makes of a digit or a sign is another key; of a letter, or of Enter, it is the same one with Shift.
  const shift = shiftKey && (letter || key.length > 1) ? 'Shift+' : ''
  return prefix + shift + name
}

export type Match = { kind: 'none' } | { kind: 'begun'; prefix: string } | { kind: 'found'; command: Command }

/** @param prefix What was pressed just before, when that began a shortcut of two keys. */
export function matchKey(
  key: string,
  prefix: string | undefined,
  bindings: readonly Binding[] = BINDINGS,
): Match {
  const whole = prefix === undefined ? key : `${prefix} ${key}`
  for (const { command, keys } of bindings) {
    if (keys.includes(whole)) return { kind: 'found', command }
    if (keys.some((one) => one.startsWith(`${whole} `))) return { kind: 'begun', prefix: whole }
  }
  // `g` and then something else: that key counts for itself.
  return prefix === undefined ? { kind: 'none' } : matchKey(key, undefined, bindings)
}

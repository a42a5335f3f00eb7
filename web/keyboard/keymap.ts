import { shallowRef } from 'vue'
import { BINDINGS, type Binding, type Command, printedKeys } from './bindings.ts'

/** Which keys a person uses: a keymap, and by command what they gave it instead; no key is the empty text. */
export interface KeyChoice {
  keymap: 'gmail' | 'outlook'
  keys: Readonly<Partial<Record<string, string>>>
}

/** The bindings that hold now, for keys, buttons, menus and the sheet alike. */
const current = shallowRef<readonly Binding[]>(BINDINGS)

export const currentBindings = (): readonly Binding[] => current.value

export async function chooseKeys(choice: KeyChoice): Promise<void> {
  current.value = await bindingsOf(choice)
}

/** Those of a choice. Outlook's are loaded when they are wanted. */
export async function bindingsOf({ keymap, keys }: KeyChoice): Promise<readonly Binding[]> {
  const other = keymap === 'outlook' ? (await import('./outlook.ts')).OUTLOOK_KEYS : undefined
  return BINDINGS.map((binding) => {
    const own = keys[binding.command]
    if (own !== undefined) return { ...binding, keys: own === '' ? [] : [own] }
    const given: readonly string[] = other?.[binding.command] ?? binding.keys
    // What was given to another command is that one's.
    return { ...binding, keys: given.filter((key) => !Object.values(keys).includes(key)) }
  })
}

/** The first key of a command as buttons show it; `G I` for two pressed one after the other. */
export function shownKey(command: Command): string | undefined {
  const key = current.value.find((binding) => binding.command === command)?.keys[0]
  return key
    ?.split(' ')
    .map((press) => printedKeys(press).join('+'))
    .join(' ')
}

/** What already has this key, or would never be reached beside it: `g` before `g i`. */
export function conflicting(
  key: string,
  command: Command,
  bindings: readonly Binding[] = current.value,
): Binding | undefined {
  const clash = (other: string): boolean =>
    other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `)
  return bindings.find((binding) => binding.command !== command && binding.keys.some(clash))
}

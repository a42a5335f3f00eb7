import { onBeforeUnmount, onMounted } from 'vue'
import { keyOf, matchKey, type Command } from './bindings.ts'
import { currentBindings } from './keymap.ts'

/** How long the second key of two may take, in milliseconds. */
const SEQUENCE_MS = 1_500

/** @returns `false` when there was nothing to do: the key stays the browser's. */
export type CommandHandler = () => unknown

/** By command; the newest handler answers. */
const handlers = new Map<Command, CommandHandler[]>()
let installed = 0
let prefix: string | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Answers commands as long as the calling component is there. */
export function useCommands(own: Partial<Record<Command, CommandHandler>>): void {
  const entries = Object.entries(own) as [Command, CommandHandler][]
  onMounted(() => {
    for (const [command, handler] of entries)
      handlers.set(command, [...(handlers.get(command) ?? []), handler])
    if (installed++ === 0) addEventListener('keydown', onKey)
  })
  onBeforeUnmount(() => {
    for (const [command, handler] of entries)
      handlers.set(command, handlers.get(command)?.filter((one) => one !== handler) ?? [])
    if (--installed === 0) removeEventListener('keydown', onKey)
  })
}

/** Whether a part of the page on screen answers it. */
export const isAnswered = (command: Command): boolean => (handlers.get(command)?.length ?? 0) > 0

/** Does it as its key would. @returns `false` when there was nothing to do */
export function runCommand(command: Command): unknown {
  return handlers.get(command)?.at(-1)?.() ?? false
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isElsewhere(event.target)) return
  const key = keyOf(event)
  if (key === undefined || ['Shift', 'Control', 'Meta'].includes(event.key)) return
  const match = matchKey(key, prefix, currentBindings())
  clearTimeout(timer)
  prefix = undefined
  if (match.kind === 'begun') {
    prefix = match.prefix
    timer = setTimeout(() => (prefix = undefined), SEQUENCE_MS)
  }
  if (match.kind !== 'found') return
  const handler = handlers.get(match.command)?.at(-1)
  if (handler && handler() !== false) event.preventDefault()
}

/** Typed into a field, or meant for a menu, a dialog, or the form of a message. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog][data-state=open]') !== null) return true
  if (!(target instanceof Element)) return false
  return (
    target.closest(
      'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], [role=menu], [role=dialog], form',
    ) !== null
  )
}

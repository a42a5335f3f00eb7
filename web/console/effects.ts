import type { CommandName } from '../../shared/protocol/registry.ts'

/** What a command does to the mailbox: all but the first two are asked about before they run by hand. */
type Effect = 'looks' | 'changes' | 'destroys' | 'sends' | 'ends'

export const EFFECTS = {
  append: 'changes',
  authenticate: 'changes',
  capability: 'looks',
  check: 'looks',
  // CLOSE expunges what is marked as deleted, RFC 3501 section 6.4.2.
  close: 'destroys',
  compose: 'looks',
  copy: 'changes',
  create: 'changes',
  delete: 'destroys',
  diagnose: 'looks',
  examine: 'looks',
  expunge: 'destroys',
  fetch: 'looks',
  fetchBody: 'looks',
  id: 'looks',
  idle: 'looks',
  image: 'looks',
  list: 'looks',
  login: 'changes',
  logout: 'ends',
  lsub: 'looks',
  move: 'destroys',
  namespace: 'looks',
  noop: 'looks',
  oneClick: 'sends',
  quota: 'looks',
  rename: 'destroys',
  search: 'looks',
  select: 'looks',
  status: 'looks',
  store: 'changes',
  submit: 'sends',
  subscribe: 'changes',
  trace: 'looks',
  unselect: 'looks',
  unsubscribe: 'changes',
} as const satisfies Record<CommandName, Effect>

export type AskedEffect = Exclude<Effect, 'looks' | 'changes'>

/** What is to be asked before the command runs by hand; nothing where it harms nobody. */
export function askedEffect(command: CommandName): AskedEffect | undefined {
  const effect: Effect = EFFECTS[command]
  return effect === 'looks' || effect === 'changes' ? undefined : effect
}

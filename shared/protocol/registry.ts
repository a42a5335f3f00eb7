import type { CommandDefinition, CommandTraits } from './command.ts'
import { fieldsOf, type Field } from './fields.ts'
import { append } from './commands/append.ts'
import { authenticate } from './commands/authenticate.ts'
import { capability } from './commands/capability.ts'
import { check } from './commands/check.ts'
import { close } from './commands/close.ts'
import { compose } from './commands/compose.ts'
import { copy } from './commands/copy.ts'
import { create } from './commands/create.ts'
import { deleteMailbox } from './commands/delete.ts'
import { diagnose } from './commands/diagnose.ts'
import { examine } from './commands/examine.ts'
import { expunge } from './commands/expunge.ts'
import { fetch } from './commands/fetch.ts'
import { fetchBody } from './commands/fetchBody.ts'
import { id } from './commands/id.ts'
import { idle } from './commands/idle.ts'
import { image } from './commands/image.ts'
import { list } from './commands/list.ts'
import { login } from './commands/login.ts'
import { logout } from './commands/logout.ts'
import { lsub } from './commands/lsub.ts'
import { move } from './commands/move.ts'
import { namespace } from './commands/namespace.ts'
import { noop } from './commands/noop.ts'
import { oneClick } from './commands/oneClick.ts'
import { quota } from './commands/quota.ts'
import { rename } from './commands/rename.ts'
import { search } from './commands/search.ts'
import { select } from './commands/select.ts'
import { status } from './commands/status.ts'
import { store } from './commands/store.ts'
import { submit } from './commands/submit.ts'
import { subscribe } from './commands/subscribe.ts'
import { trace } from './commands/trace.ts'
import { unselect } from './commands/unselect.ts'
import { unsubscribe } from './commands/unsubscribe.ts'

/** Every command of the protocol, by its name on the wire. The bridge's registry must hold a handler for each. */
export const commands = {
  append,
  authenticate,
  capability,
  check,
  close,
  compose,
  copy,
  create,
  delete: deleteMailbox,
  diagnose,
  examine,
  expunge,
  fetch,
  fetchBody,
  id,
  idle,
  image,
  list,
  login,
  logout,
  lsub,
  move,
  namespace,
  noop,
  oneClick,
  quota,
  rename,
  search,
  select,
  status,
  store,
  submit,
  subscribe,
  trace,
  unselect,
  unsubscribe,
} as const

/** The traits of the commands that have any, as data: for the page, whose first load has no room for schemas. */
export function traitsByCommand(): Record<string, CommandTraits> {
  const all: CommandDefinition[] = Object.values(commands)
  const table: Record<string, CommandTraits> = {}
  for (const { name, traits } of all) if (traits) table[name] = traits
  return table
}

/** The fields of each command's arguments, as data: for forms in a page, which has no room for schemas either. */
export function fieldsByCommand(): Record<string, Field[]> {
  const all: CommandDefinition[] = Object.values(commands)
  return Object.fromEntries(all.map(({ name, args }) => [name, fieldsOf(args)]))
}

export type Commands = typeof commands
export type CommandName = keyof Commands

import type { Command } from '../command.ts'
import { append } from './append.ts'
import { authenticate, login } from './authenticate.ts'
import { capability, check, enable, id, idle, logout, namespace, noop } from './connection.ts'
import { copy, move } from './copy.ts'
import { fetch } from './fetch.ts'
import { list, lsub } from './list.ts'
import { create, deleteMailbox, rename, subscribe, unsubscribe } from './mailboxes.ts'
import { search } from './search.ts'
import { close, examine, select, status, unselect } from './select.ts'
import { expunge, store } from './store.ts'

/** Every command by its name in upper case. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    APPEND: append,
    AUTHENTICATE: authenticate,
    CAPABILITY: capability,
    CHECK: check,
    CLOSE: close,
    COPY: copy,
    CREATE: create,
    DELETE: deleteMailbox,
    ENABLE: enable,
    EXAMINE: examine,
    EXPUNGE: expunge,
    FETCH: fetch,
    ID: id,
    IDLE: idle,
    LIST: list,
    LOGIN: login,
    LOGOUT: logout,
    LSUB: lsub,
    MOVE: move,
    NAMESPACE: namespace,
    NOOP: noop,
    RENAME: rename,
    SEARCH: search,
    SELECT: select,
    STATUS: status,
    STORE: store,
    SUBSCRIBE: subscribe,
    UNSELECT: unselect,
    UNSUBSCRIBE: unsubscribe,
  }),
)

import { wrap } from 'comlink'
import type { HeaderIndex } from './headerIndex.ts'
import type { IndexDoor } from './indexWorker.ts'
import workerUrl from './indexWorker.ts?worker&url'

/** The worker's index, as seen from the page: the same methods, all asynchronous. */
export type RemoteIndex = Pick<
  HeaderIndex,
  | 'open'
  | 'stage'
  | 'unstage'
  | 'add'
  | 'compare'
  | 'mark'
  | 'expunge'
  | 'newest'
  | 'rows'
  | 'rowsAt'
  | 'search'
  | 'prepare'
  | 'flush'
  | 'forget'
>

let door: IndexDoor | undefined

/** The index of one account, in the page's one worker. */
export function openIndex(account: string): RemoteIndex {
  door ??= wrap<IndexDoor>(startWorker()) as unknown as IndexDoor
  const { call } = door
  return {
    open: (...args) => call(account, 'open', ...args),
    stage: (...args) => call(account, 'stage', ...args),
    unstage: (...args) => call(account, 'unstage', ...args),
    add: (...args) => call(account, 'add', ...args),
    compare: (...args) => call(account, 'compare', ...args),
    mark: (...args) => call(account, 'mark', ...args),
    expunge: (...args) => call(account, 'expunge', ...args),
    newest: (...args) => call(account, 'newest', ...args),
    rows: (...args) => call(account, 'rows', ...args),
    rowsAt: (...args) => call(account, 'rowsAt', ...args),
    search: (...args) => call(account, 'search', ...args),
    prepare: (...args) => call(account, 'prepare', ...args),
    flush: (...args) => call(account, 'flush', ...args),
    forget: (...args) => call(account, 'forget', ...args),
  }
}

function startWorker(): Worker {
  return new Worker(trusted(workerUrl) as unknown as URL, { type: 'module', name: 'ponte-index' })
}

/** Under `require-trusted-types-for 'script'` a worker's address must come from a policy; this one has one address to give. */
function trusted(url: string): unknown {
  const factory = (
    globalThis as {
      trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown } }
    }
  ).trustedTypes
  return factory ? factory.createPolicy('ponte', { createScriptURL: () => url }).createScriptURL(url) : url
}

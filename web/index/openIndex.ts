import { wrap, type Remote } from 'comlink'
import type { HeaderIndex } from './headerIndex.ts'
import type { IndexDoor } from './indexWorker.ts'
import workerUrl from './indexWorker.ts?worker&url'

/** The worker's index, as seen from the page: the same methods, all asynchronous. */
export type RemoteIndex = Remote<HeaderIndex>

let door: Remote<IndexDoor> | undefined

/** The index of one account, in the page's one worker. */
export async function openIndex(account: string): Promise<RemoteIndex> {
  door ??= wrap<IndexDoor>(startWorker())
  return door.indexOf(account)
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

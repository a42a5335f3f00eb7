import { wrap, type Remote } from 'comlink'
import { startWorker } from '../trustedWorker.ts'
import type { HeaderIndex } from './headerIndex.ts'
import type { IndexDoor } from './indexWorker.ts'
import workerUrl from './indexWorker.ts?worker&url'

/** The worker's index, as seen from the page: the same methods, all asynchronous. */
export type RemoteIndex = Remote<HeaderIndex>

let door: Remote<IndexDoor> | undefined

/** The index of one account, in the page's one worker. */
export async function openIndex(account: string): Promise<RemoteIndex> {
  door ??= wrap<IndexDoor>(startWorker(workerUrl, 'ponte-index'))
  return door.indexOf(account)
}

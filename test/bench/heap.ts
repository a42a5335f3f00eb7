import type { Page } from 'playwright-core'
import { seen } from './figures.ts'

export interface Heap {
  /** JavaScript objects and the memory of typed arrays, after collecting garbage, in bytes. */
  page: number
  worker: number
}

interface Usage {
  usedSize: number
  backingStorageSize?: number
}

/** Memory of the page and of its one worker. */
export async function measureHeap(page: Page): Promise<Heap> {
  const devtools = await page.context().newCDPSession(page)
  const sum = ({ usedSize, backingStorageSize = 0 }: Usage): number => usedSize + backingStorageSize
  await devtools.send('HeapProfiler.collectGarbage')
  const ofPage = sum(await devtools.send('Runtime.getHeapUsage'))
  let ofWorker = 0
  const answers = new Map<number, (result: unknown) => void>()
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown }
    if (id !== undefined) answers.get(id)?.(result)
  })
  const workers: string[] = []
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(sessionId)
  })
  // Not flat: the session of a worker is spoken to through the page's own.
  await devtools.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  })
  let id = 0
  const ask = (sessionId: string, method: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      id += 1
      answers.set(id, resolve)
      devtools
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject)
    })
  for (const sessionId of workers) {
    await ask(sessionId, 'HeapProfiler.enable')
    await ask(sessionId, 'HeapProfiler.collectGarbage')
    ofWorker += sum((await ask(sessionId, 'Runtime.getHeapUsage')) as Usage)
  }
  await devtools.detach()
  return { page: seen('the page’s heap', ofPage), worker: seen('the worker’s heap', ofWorker) }
}

/** What this origin takes in IndexedDB, in bytes. */
export async function measureDatabase(page: Page): Promise<number> {
  const bytes = await page.evaluate(async () => {
    const { usageDetails } = (await navigator.storage.estimate()) as {
      usageDetails?: { indexedDB?: number }
    }
    return usageDetails?.indexedDB ?? 0
  })
  return seen('IndexedDB', bytes)
}

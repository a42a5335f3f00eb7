import type { BarePage, Evaluates } from './bareChromium.ts'
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
export async function measureHeap(page: BarePage): Promise<Heap> {
  const ofOne = async (worker?: string): Promise<number> => {
    await page.send('HeapProfiler.enable', {}, worker)
    await page.send('HeapProfiler.collectGarbage', {}, worker)
    const { usedSize, backingStorageSize = 0 } = await page.send<Usage>('Runtime.getHeapUsage', {}, worker)
    return usedSize + backingStorageSize
  }
  await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true })
  const ofPage = await ofOne()
  let ofWorkers = 0
  for (const worker of page.workers) ofWorkers += await ofOne(worker)
  return { page: seen('the page’s heap', ofPage), worker: seen('the worker’s heap', ofWorkers) }
}

/** What this origin takes in IndexedDB, in bytes. */
export async function measureDatabase(page: Evaluates): Promise<number> {
  const bytes = await page.evaluate<number>(
    `navigator.storage.estimate().then(({ usageDetails }) => usageDetails?.indexedDB ?? 0)`,
  )
  return seen('IndexedDB', bytes)
}

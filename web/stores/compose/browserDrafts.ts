import { markRaw, ref, toRaw, watch } from 'vue'
import type { DraftCache } from '../../cache/draftCache.ts'
import { isDraft, type ComposerDraft } from './draft.ts'
import { STORE_DELAY_MS } from './limits.ts'
import { DURABLE_STATES, durableOf, revivedState, type DurableState } from './outgoing.ts'

interface RestoredDraft {
  draft: ComposerDraft
  /** It was on screen. */
  open: boolean
}

export interface BrowserDraftsOptions {
  account: string
  storage: DraftCache
  /** Undefined outside a secure context. */
  locks: Pick<LockManager, 'request'> | undefined
  drafts: () => readonly ComposerDraft[]
  isOpen: (draft: ComposerDraft) => boolean
}

/**
 * Stores drafts in the browser: soon after each change, and on `flush` at once. One tab holds each draft (Web Locks), so
 * that two tabs never send the same one.
 */
export function createBrowserDrafts({ account, storage, locks, drafts, isOpen }: BrowserDraftsOptions) {
  /** The records in storage, by Message-ID, and the ids of the files there. */
  const stored = new Map<string, string>()
  const storedFiles = new Set<string>()
  const held = new Map<string, () => void>()
  /** The storage is full or forbidden: the writer is told, and the page goes on. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let queue: Promise<unknown> = Promise.resolve()

  /** Writes what changed; resolves when it is stored. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (stopped) return Promise.resolve()
    const writing = drafts().flatMap((draft) => {
      const data = serialise(draft, isOpen(draft))
      return stored.get(draft.messageId) === data ? [] : [write(draft, data)]
    })
    queue = Promise.all([queue, ...writing])
    return queue.then(() => undefined)
  }

  async function write(draft: ComposerDraft, data: string): Promise<void> {
    const key = draft.messageId
    stored.set(key, data)
    void hold(key, false)
    try {
      // All requests at once: a page that goes away finishes what it has started, nothing later.
      const added = draft.files.filter(({ id, blob }) => blob && !storedFiles.has(id))
      await Promise.all([
        storage.put({ key, account, data }),
        ...added.map(async ({ id, blob }) => {
          if (!blob) return
          storedFiles.add(id)
          await storage.putFile({ id, draft: key, blob: toRaw(blob) })
        }),
      ])
      failed.value = false
    } catch {
      stored.delete(key)
      failed.value = true
    }
  }

  async function forget(key: string): Promise<void> {
    stored.delete(key)
    release(key)
    await queue.catch(() => undefined)
    await storage.remove(key).catch(() => undefined)
  }

  /**
   * Keeps other tabs from taking the draft.
   * @param wait Wait until the tab that has it releases it.
   * @returns whether this tab has it; true also where tabs cannot ask each other
   */
  function hold(key: string, wait: boolean): Promise<boolean> {
    if (held.has(key) || !locks) return Promise.resolve(true)
    return new Promise((resolve) => {
      const grant = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null)
        return lock ? new Promise<void>((done) => held.set(key, done)) : undefined
      }
      locks.request(`ponte.draft.${key}`, { ifAvailable: !wait }, grant).catch(() => resolve(true))
    })
  }

  function release(key: string): void {
    held.get(key)?.()
    held.delete(key)
  }

  /** Hands over each stored draft that no other tab holds, newest first; others once their tab releases them unfinished. */
  async function restore(onRestored: (restored: RestoredDraft) => void): Promise<void> {
    const records = (await load()).flatMap((record) => {
      const restored = parse(record.draft.data)
      return restored ? [{ ...record, restored }] : []
    })
    records.sort((a, b) => b.restored.draft.changedAt - a.restored.draft.changedAt)
    for (const record of records) {
      if (await hold(record.draft.key, false)) onRestored(withFiles(record.restored, record))
      else void restoreLater(record.draft.key, onRestored)
    }
  }

  async function restoreLater(key: string, onRestored: (restored: RestoredDraft) => void): Promise<void> {
    await hold(key, true)
    const record = (await load()).find(({ draft }) => draft.key === key)
    const restored = record && parse(record.draft.data)
    // The other tab may have finished it.
    if (stopped || !record || !restored) release(key)
    else onRestored(withFiles(restored, record))
  }

  function load(): Promise<StoredRecord[]> {
    return storage.load(account).catch(() => [])
  }

  function withFiles({ draft, open }: RestoredDraft, record: StoredRecord): RestoredDraft {
    const files = draft.files.flatMap((file) => {
      const blob = record.files.get(file.id)
      if (blob) storedFiles.add(file.id)
      return blob || file.reference ? [{ ...file, ...(blob ? { blob } : {}) }] : []
    })
    stored.set(record.draft.key, String(record.draft.data))
    return { draft: { ...draft, doc: markRaw(draft.doc), files }, open }
  }

  function schedule(): void {
    // A file takes long to write, and nobody can type it again.
    if (drafts().some(({ files }) => files.some(({ id, blob }) => blob && !storedFiles.has(id)))) void flush()
    else timer ??= setTimeout(() => void flush(), STORE_DELAY_MS)
  }

  watch(drafts, schedule, { deep: true })

  /** Stays in the storage for another tab, and comes back once that lets go of it unfinished: `isTaken` says when it has it. */
  async function handOver(
    key: string,
    isTaken: Promise<void>,
    onBack: (restored: RestoredDraft) => void,
  ): Promise<void> {
    await queue.catch(() => undefined)
    stored.delete(key)
    release(key)
    await isTaken
    await restoreLater(key, onBack)
  }

  /** The account signs out: removes all its drafts, and stores none any more. */
  async function wipe(): Promise<void> {
    stopped = true
    clearTimeout(timer)
    await queue.catch(() => undefined)
    await storage.clear(account).catch(() => undefined)
    await storage.close()
  }

  return { restore, restoreLater, handOver, flush, forget, wipe, failed, schedule }
}

export type BrowserDrafts = ReturnType<typeof createBrowserDrafts>
type StoredRecord = Awaited<ReturnType<DraftCache['load']>>[number]

/** A record is JSON: the draft without its Blobs, and of its state what outlives the page. */
function serialise(draft: ComposerDraft, open: boolean): string {
  const { state, ...plain } = toRaw(draft)
  return JSON.stringify({ draft: plain, open, state: durableOf(state) }, (key, value: unknown) =>
    key === 'blob' ? undefined : value,
  )
}

function parse(data: unknown): RestoredDraft | undefined {
  try {
    const record = JSON.parse(String(data)) as { draft?: unknown; open?: unknown; state?: unknown } | null
    if (!isDraft(record?.draft)) return undefined
    const { phase, ...draft } = record.draft as typeof record.draft & { phase?: unknown }
    return {
      draft: { ...draft, state: revivedState(durableFrom(record.state ?? phase)) },
      open: record.open === true,
    }
  } catch {
    return undefined
  }
}

/** Earlier versions stored a `phase`: `submitting` and `filing` among them. An unknown word proves nothing. */
function durableFrom(stored: unknown): DurableState {
  if (stored === 'filing') return 'sent'
  return DURABLE_STATES.find((state) => state === stored) ?? 'unknown'
}

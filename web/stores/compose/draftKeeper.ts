import { markRaw, ref, toRaw, watch } from 'vue'
import { createDraftCache, type DraftCache } from '../../cache/draftCache.ts'
import { KEEP_DELAY_MS } from './composeLimits.ts'
import { isDraft, type ComposerDraft } from './draft.ts'

/** What is kept of a draft besides itself. */
export interface Kept {
  draft: ComposerDraft
  /** It was on screen. */
  open: boolean
}

export interface DraftKeeperOptions {
  account: string
  drafts: () => readonly ComposerDraft[]
  isOpen: (draft: ComposerDraft) => boolean
}

/**
 * Keeps drafts in the browser's own storage: soon after each change, and at once when the page goes. Each is held by
 * one tab (Web Locks), so that two tabs never send the same one.
 */
export function createDraftKeeper({ account, drafts, isOpen }: DraftKeeperOptions) {
  const cache = createDraftCache()
  /** What the storage has, as text, by Message-ID; and which files. */
  const written = new Map<string, string>()
  const files = new Set<string>()
  const locks = new Map<string, () => void>()
  /** The storage is full or forbidden: the writer is told, and the page goes on. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let queue: Promise<unknown> = Promise.resolve()

  function serialise(draft: ComposerDraft): string {
    const kept: Kept = { draft: toRaw(draft), open: isOpen(draft) }
    return JSON.stringify(kept, (key, value: unknown) => (key === 'blob' ? undefined : value))
  }

  /** Writes what changed; resolves when it is stored. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (stopped) return Promise.resolve()
    const writing = drafts().flatMap((draft) => {
      const data = serialise(draft)
      return written.get(draft.messageId) === data ? [] : [write(draft, data)]
    })
    queue = Promise.all([queue, ...writing])
    return queue.then(() => undefined)
  }

  async function write(draft: ComposerDraft, data: string): Promise<void> {
    const key = draft.messageId
    written.set(key, data)
    void hold(key, false)
    try {
      // Asked for at once, all of it: a page that goes away finishes what is under way, not what comes later.
      const added = draft.files.filter(({ id, blob }) => blob && !files.has(id))
      await Promise.all([
        cache.put({ key, account, data }),
        ...added.map(async ({ id, blob }) => {
          if (!blob) return
          files.add(id)
          await cache.putFile({ id, draft: key, blob: toRaw(blob) })
        }),
      ])
      failed.value = false
    } catch {
      written.delete(key)
      failed.value = true
    }
  }

  async function forget(key: string): Promise<void> {
    written.delete(key)
    locks.get(key)?.()
    locks.delete(key)
    await queue.catch(() => undefined)
    await cache.remove(key).catch(() => undefined)
  }

  /**
   * Keeps other tabs from taking it up.
   * @param wait Until the tab that has it lets go; without it, this one goes on when it has it or cannot tell.
   */
  function hold(key: string, wait: boolean): Promise<boolean> {
    // Without a secure context there are no locks, and no way to ask other tabs.
    if (locks.has(key) || !('locks' in navigator)) return Promise.resolve(true)
    return new Promise((resolve) => {
      const grant = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null)
        return lock ? new Promise<void>((release) => locks.set(key, release)) : undefined
      }
      navigator.locks.request(`ponte.draft.${key}`, { ifAvailable: !wait }, grant).catch(() => resolve(true))
    })
  }

  /** Tells each draft of this account that no other tab has; one that another tab lets go of unfinished comes later. */
  async function restore(onRestored: (restored: Kept) => void): Promise<void> {
    const found = (await cache.load(account).catch(() => [])).map((one) => ({
      ...one,
      kept: read(one.draft.data),
    }))
    found.sort((a, b) => (b.kept?.draft.changedAt ?? 0) - (a.kept?.draft.changedAt ?? 0))
    for (const one of found) {
      if (!one.kept) continue
      if (await hold(one.draft.key, false)) onRestored(revive(one.kept, one))
      else void restoreLater(one.draft.key, onRestored)
    }
  }

  async function restoreLater(key: string, onRestored: (restored: Kept) => void): Promise<void> {
    await hold(key, true)
    const found = (await cache.load(account).catch(() => [])).find(({ draft }) => draft.key === key)
    const kept = found && read(found.draft.data)
    if (stopped || !found || !kept) {
      // It was finished over there.
      locks.get(key)?.()
      locks.delete(key)
    } else onRestored(revive(kept, found))
  }

  function revive(kept: Kept, found: Awaited<ReturnType<DraftCache['load']>>[number]): Kept {
    const { draft } = kept
    draft.doc = markRaw(draft.doc)
    draft.files = draft.files.flatMap((file) => {
      const blob = found.files.get(file.id)
      if (blob) files.add(file.id)
      return blob || file.reference ? [{ ...file, ...(blob ? { blob } : {}) }] : []
    })
    written.set(found.draft.key, String(found.draft.data))
    return kept
  }

  function schedule(): void {
    // A file takes its time, and cannot be typed again.
    if (drafts().some((draft) => draft.files.some(({ id, blob }) => blob && !files.has(id)))) void flush()
    else timer ??= setTimeout(() => void flush(), KEEP_DELAY_MS)
  }

  watch(drafts, schedule, { deep: true })
  addEventListener('pagehide', () => void flush())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush()
  })

  /** The account signs out: nothing of it stays. */
  async function wipe(): Promise<void> {
    stopped = true
    clearTimeout(timer)
    await queue.catch(() => undefined)
    await cache.clear(account).catch(() => undefined)
    await cache.close()
  }

  return { restore, flush, forget, wipe, failed, schedule }
}

export type DraftKeeper = ReturnType<typeof createDraftKeeper>

function read(data: unknown): Kept | undefined {
  try {
    const kept = JSON.parse(String(data)) as Partial<Kept> | null
    return isDraft(kept?.draft) ? { draft: kept.draft, open: kept.open === true } : undefined
  } catch {
    return undefined
  }
}

import { shallowRef, toRaw, watch } from 'vue'
import type { BodyCache, BodyKey, CachedBody } from '../../cache/bodyCache.ts'
import { MAX_STORED_BODY_BYTES } from '../../cache/limits.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import type { SettingsStore } from '../kit/settings.ts'
import type { Received } from './messageBody.ts'
import { STORED_WAIT_MS, STORE_IDLE_MS } from './limits.ts'

/** A body, and the row it takes to show it: what was asked for stands in its structure. */
export interface RowAndBody {
  row: ListRow
  received: Received
}

/**
 * The bodies cached in this browser's database, through a reload. Nothing waits for a write, and where the database is
 * forbidden, broken or full there is just nothing cached.
 */
export interface DiskBodies {
  /** Whether it is on disk, as far as that is known by now. */
  has(key: BodyKey): boolean
  /** Whether it surely is not: known at once, so that the server is asked at once. */
  lacks(key: BodyKey): boolean
  /** Reads which bodies there are: `has` knows from then on. */
  learn(): Promise<void>
  find(key: BodyKey): Promise<RowAndBody | undefined>
  /** When the page has nothing else to do. */
  keepSoon(key: BodyKey, body: RowAndBody): void
  /** It was shown: it is not dropped before those that were not. */
  usedSoon(key: BodyKey): void
  keys(): Promise<BodyKey[]>
  remove(keys: readonly BodyKey[]): Promise<void>
}

export interface DiskBodiesOptions {
  account: string
  cache: BodyCache
  settings: Pick<SettingsStore, 'view'>
}

export function createDiskBodies({ account, cache, settings }: DiskBodiesOptions): DiskBodies {
  let names = new Set<string>()
  let learning: Promise<void> | undefined
  let learnt = false
  /** No `body` means it is already stored; only update its last-used time. */
  const pending = new Map<string, { key: BodyKey; body?: RowAndBody }>()
  let idle = false
  /** It let somebody wait in vain: nobody else waits until it answers. */
  let stuck = false

  function learn(): Promise<void> {
    learning ??= cache.keys(account).then(
      (keys) => {
        names = new Set([...names, ...keys.map(nameOf)])
        learnt = true
      },
      () => void (learnt = true),
    )
    return withinWait(learning)
  }

  /** A database that does not answer (another tab holds it, a disk that hangs) keeps nobody from reading. */
  async function withinWait<Value>(answer: Promise<Value>): Promise<Value | undefined> {
    void answer.then(() => (stuck = false))
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<undefined>((resolve) => {
      const giveUp = (): void => {
        stuck = true
        resolve(undefined)
      }
      timer = setTimeout(giveUp, stuck ? 0 : STORED_WAIT_MS)
    })
    return Promise.race([answer, late]).finally(() => clearTimeout(timer))
  }

  async function find(key: BodyKey): Promise<RowAndBody | undefined> {
    if (!settings.view.keepMail) return undefined
    await learn()
    const name = nameOf(key)
    const waiting = pending.get(name)?.body
    if (waiting ?? !names.has(name)) return waiting
    const cached = await withinWait(cache.get(key).catch(() => undefined))
    // Another tab dropped it, or the disk is broken.
    if (!cached) names.delete(name)
    return cached && fromCached(cached, key)
  }

  function later(name: string, work: { key: BodyKey; body?: RowAndBody }): void {
    if (!settings.view.keepMail) return
    pending.set(name, { ...pending.get(name), ...work })
    if (idle) return
    idle = true
    whenIdle(() => {
      idle = false
      void write().catch(() => undefined)
    })
  }

  async function write(): Promise<void> {
    const all = [...pending.values()]
    pending.clear()
    if (!settings.view.keepMail) return
    const put = all.flatMap(({ key, body }) => {
      const cached = body && toCached(body)
      const bytes = cached ? sizeOf(cached) : Infinity
      return cached && bytes <= MAX_STORED_BODY_BYTES ? [{ key, body: cached, bytes }] : []
    })
    const used = all.flatMap(({ key, body }) => (body ? [] : [key]))
    const gone = await cache.write({ put, used })
    for (const { key } of put) names.add(nameOf(key))
    for (const key of gone) names.delete(nameOf(key))
  }

  watch(
    () => settings.view.keepMail,
    () => {
      pending.clear()
      names.clear()
      learning = undefined
      learnt = false
      if (!settings.view.keepMail) cache.clear().catch(() => undefined)
    },
  )

  return {
    has: (key) => names.has(nameOf(key)) || pending.has(nameOf(key)),
    lacks: (key) =>
      !settings.view.keepMail || (learnt && !names.has(nameOf(key)) && !pending.has(nameOf(key))),
    learn: () => (settings.view.keepMail ? learn() : Promise.resolve()),
    find,
    keepSoon(key, body) {
      if (!names.has(nameOf(key))) later(nameOf(key), { key, body })
    },
    usedSoon(key) {
      if (names.has(nameOf(key))) later(nameOf(key), { key })
    },
    keys: () => cache.keys(account),
    async remove(keys) {
      for (const key of keys) names.delete(nameOf(key))
      await cache.remove(keys)
    },
  }
}

/** Of one account. */
export function nameOf([_account, path, uidValidity, uid, form]: BodyKey): string {
  return `${form} ${messageKey({ path, uidValidity }, uid)}`
}

function toCached({ row, received }: RowAndBody): CachedBody {
  const { flags: _flags, partial: _partial, ...rest } = toRaw(row)
  return {
    row: rest,
    chosen: received.chosen,
    streams: received.streams.map((one) => ({ bytes: one.bytes(), full: one.full })),
    header: received.header.value ?? [],
  }
}

function fromCached({ row, chosen, streams, header }: CachedBody, [, , , , form]: BodyKey): RowAndBody {
  return {
    row,
    received: {
      form,
      chosen,
      streams: streams.map(({ bytes, full }) => ({ full, length: bytes.length, bytes: () => bytes })),
      missing: 0,
      header: shallowRef(header),
      whole: Promise.resolve(true),
    },
  }
}

/** In bytes, about: text takes two a character where it is not Latin. */
function sizeOf({ row, streams, header }: CachedBody): number {
  const bytes = streams.reduce((sum, one) => sum + one.bytes.length, 0)
  const text = header.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  return bytes + 2 * (text + JSON.stringify(row).length)
}

function whenIdle(work: () => void): void {
  // Safari has none.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: STORE_IDLE_MS })
  else setTimeout(work, STORE_IDLE_MS)
}

import type { WireError } from '../../shared/protocol/errors.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { Item } from '../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { CallOptions, PageEvent, Watcher } from '../bridge/types.ts'
import { withoutSecrets } from './conceal.ts'
import { MAX_ENTRIES, MAX_KEPT_ITEMS } from './limits.ts'

interface At {
  id: number
  /** Milliseconds since the console was opened. */
  at: number
}

/** A command, from its call to its one answer. */
export interface CallEntry extends At {
  kind: 'call'
  command: CommandName
  lane: 'main' | 'side'
  args: unknown
  state: 'running' | 'ok' | 'failed'
  /** The first of them. */
  items: unknown[]
  itemCount: number
  /** Bytes of each stream, down and up. */
  streams: Record<number, number>
  uploaded: number
  bytesOut: number
  bytesIn: number
  ms?: number
  result?: unknown
  error?: WireError
}
export interface EventEntry extends At {
  kind: 'event'
  event: PageEvent
  bytesIn: number
}
export type Line = Item<Commands['trace']>
/** What bridge and mail server said; `at` is the page's clock. */
export interface LineEntry extends At {
  kind: 'line'
  line: Line
}
export type Entry = CallEntry | EventEntry | LineEntry

export interface Recorder {
  readonly watcher: Watcher
  readonly entries: readonly Entry[]
  line(line: Line): void
  clear(): void
}

interface RecorderOptions {
  now: () => number
  /** Something is new or has changed. */
  onChange: () => void
  isPaused: () => boolean
}

/** Writes down what passes while the console is open; the oldest goes when there is too much. */
export function createRecorder({ now, onChange, isPaused }: RecorderOptions): Recorder {
  const entries: Entry[] = []
  const begun = now()
  let lastId = 0

  const stamp = (): At => ({ id: ++lastId, at: now() - begun })

  function add(entry: Entry): void {
    entries.push(entry)
    if (entries.length > MAX_ENTRIES) entries.splice(0, entries.length - MAX_ENTRIES)
    onChange()
  }

  /** The options, with an ear at each of their callbacks. */
  function heard<Name extends CommandName>(entry: CallEntry, options: CallOptions<Name>): CallOptions<Name> {
    const { onItem, onBytes, onUploaded } = options
    return {
      ...options,
      onItem(item) {
        entry.itemCount += 1
        entry.bytesIn += sizeOf(item)
        if (entry.items.length < MAX_KEPT_ITEMS) entry.items.push(item)
        onItem?.(item)
      },
      ...(onBytes && {
        onBytes(stream, bytes, last) {
          entry.streams[stream] = (entry.streams[stream] ?? 0) + bytes.length
          entry.bytesIn += bytes.length
          return onBytes(stream, bytes, last)
        },
      }),
      ...(options.uploads && {
        onUploaded(bytes) {
          entry.uploaded = bytes
          onUploaded?.(bytes)
        },
      }),
    }
  }

  return {
    entries,
    watcher: {
      link: (next) => async (name, args, options) => {
        // Its own ear on the bridge is no traffic of the page.
        if (name === 'trace' || isPaused()) return next(name, args, options)
        const entry: CallEntry = {
          ...stamp(),
          kind: 'call',
          command: name,
          lane: options?.lane ?? 'main',
          args: withoutSecrets(args),
          state: 'running',
          items: [],
          itemCount: 0,
          streams: {},
          uploaded: 0,
          bytesOut: sizeOf(args),
          bytesIn: 0,
        }
        add(entry)
        try {
          const result = await next(name, args, heard(entry, options ?? {}))
          Object.assign(entry, { state: 'ok', result, bytesIn: entry.bytesIn + sizeOf(result) })
          return result
        } catch (error) {
          entry.state = 'failed'
          entry.error =
            error instanceof PonteError ? error.toWire() : { code: 'internal', message: String(error) }
          throw error
        } finally {
          entry.ms = now() - begun - entry.at
          onChange()
        }
      },
      event(event) {
        if (!isPaused()) add({ ...stamp(), kind: 'event', event, bytesIn: sizeOf(event) })
      },
    },
    line(line) {
      if (!isPaused()) add({ ...stamp(), kind: 'line', line })
    },
    clear() {
      entries.length = 0
      onChange()
    },
  }
}

/** As JSON, in bytes of UTF-8. */
function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value) ?? '').length
}

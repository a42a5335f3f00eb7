import { decodeChunk, encodeChunk } from '../../shared/protocol/chunks.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { LaneName } from '../../shared/protocol/events.ts'
import type { CallFrame, ServerFrame } from '../../shared/protocol/frames.ts'
import { createDownload, type Download } from './download.ts'
import { startUpload, type Upload } from './upload.ts'

/** Tags are 4 bytes in a chunk's header. */
const MAX_TAG = 4_294_967_295

/** `CallOptions` without the command's types: what the wire needs to know. */
export interface RawCallOptions {
  lane?: LaneName
  priority?: NonNullable<CallFrame['priority']>
  signal?: AbortSignal
  onItem?: (item: unknown) => void
  onBytes?: (stream: number, bytes: Uint8Array, last: boolean) => void | Promise<void>
  uploads?: ReadonlyMap<number, Blob>
  onUploaded?: (bytes: number) => void
}

interface PendingOptions {
  send: (frame: string | Uint8Array<ArrayBuffer>) => void
  /** As announced in `hello`. */
  limits: { frameBytes: number; runningCalls: number; initialCreditBytes: number }
}

/** The calls of one socket, from their frame to their one answer (rules C1 to C4). */
export interface Pending {
  /** Rejects with a `PonteError`, or with what a consumer (`onItem`, `onBytes`) threw. */
  start(command: string, args: object, options?: RawCallOptions): Promise<unknown>
  receive(frame: ServerFrame): void
  receiveChunk(frame: Uint8Array): void
  /** The socket is gone: every call ends with this. */
  failAll(error: PonteError): void
}

interface Call {
  tag: number
  onItem: ((item: unknown) => void) | undefined
  download: Download
  upload: Upload | undefined
  succeed: (result: unknown) => void
  fail: (error: unknown) => void
}

/** A call that has no tag yet. */
interface Waiting {
  launch: () => void
  fail: (error: unknown) => void
}

export function createPending({ send, limits }: PendingOptions): Pending {
  /** Calls the bridge has not answered yet. One that ended here but not there is `undefined`: its tag is still taken. */
  const running = new Map<number, Call | undefined>()
  /** Calls beyond what the bridge lets run at once, oldest first. */
  const waiting = new Set<Waiting>()
  let lastTag = 0
  let gone: PonteError | undefined

  const sendJson = (frame: object) => send(JSON.stringify(frame))

  function newTag(): number {
    do lastTag = lastTag >= MAX_TAG ? 1 : lastTag + 1
    while (running.has(lastTag))
    return lastTag
  }

  /** Ended by this side: the bridge is told, and what it still sends for the tag is dropped. */
  function abandon(call: Call, error: unknown): void {
    if (running.get(call.tag) === call) {
      running.set(call.tag, undefined)
      sendJson({ cancel: call.tag })
    }
    call.fail(error)
  }

  /** Ended by the bridge: the tag is free, and so is a place for a call that waits. */
  function finish(tag: number): Call | undefined {
    const call = running.get(tag)
    running.delete(tag)
    for (const next of waiting) {
      if (running.size >= limits.runningCalls) break
      waiting.delete(next)
      next.launch()
    }
    return call
  }

  function begin(frame: CallFrame, options: RawCallOptions, settle: Pick<Call, 'succeed' | 'fail'>): Call {
    const { tag } = frame
    const text = JSON.stringify(frame)
    if (!fits(text, limits.frameBytes)) {
      throw new PonteError('invalidArguments', { message: 'The arguments are longer than a frame may be.' })
    }
    const call: Call = {
      ...settle,
      tag,
      onItem: options.onItem,
      upload: undefined,
      download: createDownload({
        initialCredit: limits.initialCreditBytes,
        onBytes: options.onBytes,
        giveCredit: (bytes) => {
          if (running.get(tag) === call) sendJson({ credit: tag, bytes })
        },
        onFailed: (error) => abandon(call, error),
      }),
    }
    running.set(tag, call)
    send(text)
    if (options.uploads) {
      call.upload = startUpload({
        streams: options.uploads,
        initialCredit: limits.initialCreditBytes,
        send: (chunk) => send(encodeChunk({ tag, ...chunk })),
        onUploaded: options.onUploaded,
        onFailed: (error) => abandon(call, error),
      })
    }
    return call
  }

  function start(command: string, args: object, options: RawCallOptions = {}): Promise<unknown> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      let call: Call | undefined
      const settled = () => {
        waiting.delete(place)
        signal?.removeEventListener('abort', abort)
        call?.upload?.stop()
        call?.download.stop()
      }
      const fail = (error: unknown) => {
        settled()
        reject(error)
      }
      const succeed = (result: unknown) => {
        settled()
        resolve(result)
      }
      const abort = () => {
        const error = new PonteError('cancelled')
        if (call) abandon(call, error)
        else fail(error)
      }
      const launch = () => {
        try {
          call = begin({ tag: newTag(), command, args: { ...args }, ...wishes(options) }, options, {
            succeed,
            fail,
          })
        } catch (error) {
          fail(error)
        }
      }
      const place: Waiting = { launch, fail }
      if (gone) fail(gone)
      else if (signal?.aborted) abort()
      else {
        signal?.addEventListener('abort', abort)
        if (running.size < limits.runningCalls) launch()
        else waiting.add(place)
      }
    })
  }

  function receiveItems(call: Call, items: unknown[]): void {
    try {
      for (const item of items) call.onItem?.(item)
    } catch (error) {
      abandon(call, error)
    }
  }

  function receive(frame: ServerFrame): void {
    if ('items' in frame) {
      const call = running.get(frame.tag)
      if (call) receiveItems(call, frame.items)
    } else if ('credit' in frame) {
      running.get(frame.credit)?.upload?.credit(frame.bytes)
    } else if ('error' in frame && frame.tag !== undefined) {
      finish(frame.tag)?.fail(PonteError.fromWire(frame.error))
    } else if ('result' in frame) {
      const call = finish(frame.tag)
      // The last bytes may still be with their consumer; until then the call can be cancelled or fail.
      void call?.download.drained().then(() => call.succeed(frame.result))
    }
  }

  function receiveChunk(frame: Uint8Array): void {
    const chunk = decodeChunk(frame)
    if (chunk) running.get(chunk.tag)?.download.receive(chunk)
  }

  function failAll(error: PonteError): void {
    gone = error
    const ended = [...running.values(), ...waiting]
    running.clear()
    waiting.clear()
    for (const call of ended) call?.fail(error)
  }

  return { start, receive, receiveChunk, failAll }
}

/** The fields that say where and when, only where the caller has a wish. */
function wishes({ lane, priority }: RawCallOptions): Pick<CallFrame, 'lane' | 'priority'> {
  return { ...(lane && { lane }), ...(priority && { priority }) }
}

/** Whether the text takes at most so many bytes of UTF-8; a code unit never takes more than 3. */
function fits(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes
}

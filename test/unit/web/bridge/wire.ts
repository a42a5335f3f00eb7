import * as v from 'valibot'
import { decodeChunk, encodeChunk, type Chunk } from '../../../../shared/protocol/chunks.ts'
import {
  callFrame,
  cancelFrame,
  creditFrame,
  type CallFrame,
  type ServerFrame,
} from '../../../../shared/protocol/frames.ts'
import { createPending, type Pending } from '../../../../web/bridge/pending.ts'

/** Small numbers, so that a test can reach them. */
export const LIMITS = { frameBytes: 4096, runningCalls: 3, initialCreditBytes: 1000, messageBytes: 1_000_000 }

/** The page's half of the wire, and what a bridge at the other end saw: checked by the bridge's own schemas. */
export interface Wire {
  pending: Pending
  calls: CallFrame[]
  cancels: number[]
  credits: { tag: number; bytes: number }[]
  chunks: Chunk[]
  say(frame: ServerFrame): void
  sayChunk(chunk: Chunk): void
}

export function createWire(limits: Partial<typeof LIMITS> = {}): Wire {
  const calls: CallFrame[] = []
  const cancels: number[] = []
  const credits: { tag: number; bytes: number }[] = []
  const chunks: Chunk[] = []

  function read(text: string): void {
    const frame: unknown = JSON.parse(text)
    const call = v.safeParse(callFrame, frame)
    if (call.success) calls.push(call.output as CallFrame)
    else if (v.is(cancelFrame, frame)) cancels.push(frame.cancel)
    else if (v.is(creditFrame, frame)) credits.push({ tag: frame.credit, bytes: frame.bytes })
    else throw new Error(`not a frame of the protocol: ${text}`)
  }

  const pending = createPending({
    limits: { ...LIMITS, ...limits },
    send: (frame) => {
      if (typeof frame === 'string') return read(frame)
      const chunk = decodeChunk(frame)
      if (!chunk) throw new Error('not a chunk')
      chunks.push(chunk)
    },
  })
  return {
    pending,
    calls,
    cancels,
    credits,
    chunks,
    say: (frame) => pending.receive(frame),
    sayChunk: (chunk) => pending.receiveChunk(encodeChunk(chunk)),
  }
}

/** Lets every promise that can go on go on: no timer is involved in what is tested. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

import * as v from 'valibot'
import type { BridgeEvent } from './events.ts'
import type { WireError } from './errors.ts'

/**
 * The frames. Text frames are JSON, one message each (rule T2); binary frames carry a chunk of one stream of one
 * running command, see `chunks.ts`.
 */

/** A call's name while it runs: a positive integer, unique among the running calls (rule C1). */
export const tag = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_294_967_295))

export const callFrame = v.strictObject({
  tag,
  command: v.pipe(v.string(), v.maxLength(64)),
  // A record alone would take an array for an object.
  args: v.pipe(
    v.custom<object>((args) => typeof args === 'object' && !Array.isArray(args), 'must be an object'),
    v.record(v.string(), v.unknown()),
  ),
  /** Which connection does it: `side` for what must not make the user wait. Without it, `main`. */
  lane: v.optional(v.picklist(['main', 'side'])),
  /** What goes first on that connection. Without it, the command's own. */
  priority: v.optional(v.picklist(['user', 'normal', 'background'])),
})
export const cancelFrame = v.strictObject({ cancel: tag })
export const creditFrame = v.strictObject({
  credit: tag,
  /** What would open more than `MAX_CREDIT_BYTES` is lost (rule C4). */
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})
export const pongFrame = v.strictObject({ pong: v.pipe(v.number(), v.integer()) })

export type CallFrame = v.InferOutput<typeof callFrame>
export type CancelFrame = v.InferOutput<typeof cancelFrame>
export type CreditFrame = v.InferOutput<typeof creditFrame>
export type PongFrame = v.InferOutput<typeof pongFrame>
/** Browser → bridge. */
export type ClientFrame = CallFrame | CancelFrame | CreditFrame | PongFrame

/** The first frame of a socket (rule T5): the bridge's version and what it allows. */
export interface HelloFrame {
  hello: {
    protocol: number
    /** The bridge's own version, as in package.json. */
    version: string
    limits: { frameBytes: number; runningCalls: number; initialCreditBytes: number; messageBytes: number }
  }
}
export interface ItemsFrame {
  tag: number
  items: unknown[]
}
export interface ResultFrame {
  tag: number
  result: unknown
}
/** Ends a call; without a tag it answers a frame that named none. */
export interface ErrorFrame {
  tag?: number
  error: WireError
}
export interface EventFrame {
  event: BridgeEvent
}
/** A page cannot see WebSocket pings, so the bridge sends this too; answered with `{ pong }` (rule T4). */
export interface PingFrame {
  ping: number
}
/** Bridge → browser. */
export type ServerFrame =
  HelloFrame | ItemsFrame | ResultFrame | ErrorFrame | EventFrame | PingFrame | CreditFrame

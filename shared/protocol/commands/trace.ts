import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { nothing } from '../values.ts'

/**
 * What bridge and mail server say to each other on this session's lanes, line by line, until cancelled. For looking: nothing
 * of it is worked out for a session that does not ask. Signing in is never part of it, and no line holds a literal.
 */
export const trace = defineCommand({
  name: 'trace',
  traits: { neverWaits: true },
  args: v.strictObject({}),
  item: v.object({
    lane: v.picklist(['main', 'side']),
    from: v.picklist(['bridge', 'server']),
    /** Milliseconds since the trace began. */
    at: v.number(),
    /** Without its line break; of a literal only the size, of long text nothing. */
    line: v.string(),
    /** How long it was on the way, literals too. */
    bytes: v.number(),
    /** Of a tagged answer: milliseconds since its command was sent. */
    ms: v.optional(v.number()),
    /** Lines before this one that were too many to tell. */
    dropped: v.optional(v.number()),
  }),
  result: nothing,
})

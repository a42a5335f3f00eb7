import * as v from 'valibot'
import { PonteError } from '../../shared/protocol/errors.ts'
import {
  callFrame,
  cancelFrame,
  creditFrame,
  pongFrame,
  tag,
  type ClientFrame,
} from '../../shared/protocol/frames.ts'
import { describeArgumentIssues } from '../argumentIssues.ts'

/** Names that reach an object's prototype; no field of the protocol has one (threat: prototype pollution). */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** A forbidden name, or an escape that could spell one. */
const SUSPICIOUS = /__proto__|constructor|prototype|\\u/

/** Walked by hand: JSON.parse's reviver takes half a second per MiB, which one socket could make everybody wait for. */
function refuseForbiddenKeys(json: unknown): void {
  const open = [json]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one !== 'object' || one === null) continue
    if (!Array.isArray(one)) {
      const key = Object.keys(one).find((name) => FORBIDDEN_KEYS.has(name))
      if (key !== undefined)
        throw new PonteError('malformedFrame', { message: `The field name ${key} is not allowed.` })
    }
    for (const value of Object.values(one)) if (typeof value === 'object') open.push(value)
  }
}

/** A frame that could not be read, and the call's tag, if it was a call and that much could be seen. */
interface FrameError {
  error: PonteError
  tag?: number
}

/** Reads one text frame (rules T2, T3). */
export function readFrame(text: string): ClientFrame | FrameError {
  let json: unknown
  try {
    json = JSON.parse(text)
    if (SUSPICIOUS.test(text)) refuseForbiddenKeys(json)
  } catch (error) {
    if (error instanceof PonteError) return { error }
    return { error: new PonteError('malformedFrame', { message: 'The frame is not JSON.' }) }
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { error: new PonteError('malformedFrame', { message: 'The frame is not a JSON object.' }) }
  }
  const schema = schemaOf(json)
  if (!schema)
    return {
      error: new PonteError('malformedFrame', { message: 'The frame is no call, cancel, credit or pong.' }),
    }
  const result = v.safeParse(schema, json)
  if (result.success) return result.output
  const error = new PonteError('malformedFrame', { message: describeArgumentIssues(result.issues) })
  const named = schema === callFrame ? v.safeParse(tag, (json as { tag?: unknown }).tag) : undefined
  return named?.success ? { error, tag: named.output } : { error }
}

function schemaOf(json: object): v.GenericSchema<unknown, ClientFrame> | undefined {
  if ('command' in json) return callFrame
  if ('cancel' in json) return cancelFrame
  if ('credit' in json) return creditFrame
  if ('pong' in json) return pongFrame
  return undefined
}

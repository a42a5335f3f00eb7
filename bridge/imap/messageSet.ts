import type { CommandArgument } from './library.ts'

/** Messages named by UID or by sequence number, as the commands take them. */
export interface MessageSet {
  by: 'uid' | 'sequence'
  set: string
}

/** `FETCH` or `UID FETCH`, RFC 3501 section 6.4.8. */
export function commandFor(verb: string, messages: MessageSet): string {
  return messages.by === 'uid' ? `UID ${verb}` : verb
}

export function setArgument(set: string): CommandArgument {
  return { type: 'SEQUENCE', value: set }
}

export function atom(value: string): CommandArgument {
  return { type: 'ATOM', value }
}

export function atoms(values: readonly string[]): CommandArgument {
  return values.map(atom)
}

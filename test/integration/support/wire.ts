/** What one connection of the bridge said to its mail server, read from the tap in front of the server. */
import type { TapConnection } from '../../support/commandTap.ts'

export interface Wire {
  /** Commands since the last reset, a line each, without their tags. IDLE, which a lane begins by itself, is left out. */
  commands(): string[]
  /** The server's last tagged response, without its tag: its words, byte for byte. */
  lastTagged(): string
  /** Everything one side sent since the last reset, as latin1. */
  text(from: 'client' | 'server'): string
  /** Round trips since the last reset, IDLE's left out. */
  roundTrips(): string[]
  reset(): void
}

const TAG = /^[0-9A-F]+ /
const BY_ITSELF = /^(IDLE|DONE)$/

/** `find` answers the connection once there is one. */
export function wireOf(find: () => TapConnection | undefined): Wire {
  const connection = (): TapConnection => {
    const found = find()
    if (!found) throw new Error('the bridge has not connected yet')
    return found
  }
  const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('utf8')
  const linesOf = (text: string) =>
    text
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => utf8(line).replace(TAG, ''))
      .filter((line) => !BY_ITSELF.test(line))
  return {
    commands: () => linesOf(connection().text('client')),
    lastTagged: () =>
      utf8(
        connection()
          .text('server')
          .split('\r\n')
          .filter((line) => TAG.test(line))
          .at(-1) ?? '',
      ).replace(TAG, ''),
    text: (from) => connection().text(from),
    roundTrips: () =>
      connection()
        .turns()
        .map((turn) => linesOf(turn.client).join(' | '))
        .filter((line) => line !== ''),
    reset() {
      connection().entries.length = 0
    },
  }
}

import { describe, expect, it } from 'vitest'
import type { ImapConnection } from '../../../../bridge/imap/connection.ts'
import { execStream } from '../../../../bridge/imap/execStream.ts'
import type { ExecOptions, ParsedResponse } from '../../../../bridge/imap/library.ts'
import { READING_TURN_MS } from '../../../../bridge/limits.ts'

/** Answers a command with so many responses at once, as one read of the socket can. */
function answering(count: number): ImapConnection {
  const exec = async (_command: string, _arguments: unknown, { untagged }: ExecOptions) => {
    for (let seq = 1; seq <= count; seq++) await untagged?.['FETCH']?.({ tag: '*', command: String(seq) })
    return { tag: 'A', command: 'OK' }
  }
  return { exec } as unknown as ImapConnection
}

const items = (count: number) =>
  execStream(answering(count), {
    command: 'FETCH',
    attributes: [],
    keyword: 'FETCH',
    map: (response: ParsedResponse) => response.command,
  })

function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe('a long answer', () => {
  it('lets other sockets have their turn while it is read', async () => {
    let turns = 0
    let timer = setImmediate(function next() {
      turns += 1
      timer = setImmediate(next)
    })
    const read: string[] = []
    for await (const item of items(10)) {
      read.push(item)
      work(READING_TURN_MS + 1)
    }
    clearImmediate(timer)
    expect(read).toHaveLength(10)
    expect(turns).toBeGreaterThanOrEqual(9)
  })
})

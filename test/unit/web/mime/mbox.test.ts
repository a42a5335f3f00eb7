import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMbox, mboxEntry, readEml, readMbox, type FiledMessage } from '../../../../web/mime/mbox.ts'

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** A file that comes in pieces of this size. */
function fileOf(bytes: Uint8Array, piece = 7): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + piece))
      at += piece
    },
  })
}

async function read(bytes: Uint8Array, piece?: number): Promise<FiledMessage[]> {
  const found: FiledMessage[] = []
  for await (const message of readMbox(fileOf(bytes, piece))) found.push(message)
  return found
}

describe('an mbox file', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '',
      'From me, with love',
      '>From',
      '>>From x',
      'From a@b Tue Feb 03 10:11:12 2026',
      '.',
      'Status: RO',
    ),
    fc.string({
      unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 90,
    }),
  )
  const message = fc.record({
    bytes: fc
      .array(line, { minLength: 1, maxLength: 30 })
      .chain((lines) =>
        fc
          .subarray(['Status: RO', 'X-Status: A', 'X-Keywords: mine'])
          .map((fields) => bytesOf([...fields, 'Subject: One', '', ...lines, ''].join('\r\n'))),
      ),
    received: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)),
    flags: fc.uniqueArray(
      fc.constantFrom('\\Seen', '\\Answered', '\\Flagged', '\\Draft', '\\Deleted', '$Forwarded', 'work'),
    ),
  })

  it('gives back what was put in: bytes, dates and flags, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 1, max: 600 }),
        async (all, piece) => {
          const file = Buffer.concat(all.flatMap((one) => mboxEntry(one, 'anna@ponte.example')))
          const found = await read(file, piece)
          expect(found.map(({ bytes }) => textOf(bytes))).toEqual(all.map(({ bytes }) => textOf(bytes)))
          expect(found.map(({ received }) => received)).toEqual(all.map(({ received }) => received))
          expect(found.map(({ flags }) => [...flags].sort())).toEqual(
            all.map(({ flags }) => [...flags].sort()),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a sender that is none', 'two words', 'MAILER-DAEMON'],
    ['nobody', '', 'MAILER-DAEMON'],
    ['a line that would begin a message', 'a\nFrom b', 'MAILER-DAEMON'],
    ['an address', 'a@b.example', 'a@b.example'],
  ])('names %s', (_, sender, named) => {
    const [head] = mboxEntry({ bytes: bytesOf('A: b\r\n\r\n'), received: undefined, flags: [] }, sender)
    expect(textOf(head ?? bytesOf('')).split('\n')[0]).toBe(`From ${named} Thu Jan  1 00:00:00 1970`)
  })

  it('of Thunderbird: no sender, flags in bits, lines ending in CR LF', async () => {
    const text =
      'From - Tue Feb 03 10:11:12 2026\r\nX-Mozilla-Status: 0005\r\nX-Mozilla-Status2: 00000000\r\nSubject: A\r\n\r\nText\r\n\r\n' +
      'From - Wed Feb 04 10:11:12 2026\r\nX-Mozilla-Status: 1002\r\nSubject: B\r\n\r\nFrom here on it is text.\r\n'
    const [first, second, ...more] = await read(bytesOf(text))
    expect(more).toEqual([])
    expect(first?.flags.sort()).toEqual(['\\Flagged', '\\Seen'])
    expect(second?.flags.sort()).toEqual(['$Forwarded', '\\Answered'])
    expect(first?.received).toEqual(new Date('2026-02-03T10:11:12Z'))
    expect(textOf(second?.bytes ?? bytesOf(''))).toMatch(/\r\n\r\nFrom here on it is text\.\r\n$/)
  })

  it('whose Status is another program’s, or whose keywords are no flags, gives none', async () => {
    const text =
      'From a@b Tue Feb  3 10:11:12 2026\nSubject: A\nStatus: Open Request\nX-Keywords: ok (no) a"b\n\nText\n'
    expect((await read(bytesOf(text)))[0]?.flags).toEqual(['ok'])
  })

  it('is told from a message by its first line', () => {
    expect(isMbox(bytesOf('From a@b Tue Feb  3 10:11:12 2026\n'))).toBe(true)
    expect(isMbox(bytesOf('From: a@b\r\n'))).toBe(false)
  })
})

describe('a message of a file of its own', () => {
  it('was received when the topmost server says so', () => {
    const text =
      'Received: from x by y; Tue, 3 Feb 2026 10:11:12 +0100 (CET)\nReceived: from a by x; Mon, 2 Feb 2026 00:00:00 +0000\nDate: Sun, 1 Feb 2026 00:00:00 +0000\n\nText'
    const { received, bytes, flags } = readEml(bytesOf(text), 0)
    expect(received).toEqual(new Date('2026-02-03T09:11:12Z'))
    expect(textOf(bytes)).toBe(text.replaceAll('\n', '\r\n') + '\r\n')
    expect(flags).toEqual(['\\Seen'])
  })

  it('has its own date, or its file’s, where no server says anything', () => {
    expect(readEml(bytesOf('Date: Sun, 1 Feb 2026 00:00:00 +0000\r\n\r\n'), 0).received).toEqual(
      new Date('2026-02-01T00:00:00Z'),
    )
    expect(readEml(bytesOf('Subject: A\r\n\r\n'), 86_400_000).received).toEqual(
      new Date('1970-01-02T00:00:00Z'),
    )
  })
})

import { PonteError } from '../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { bodyReader, type BodyLane } from './bodyReader.ts'
import { PRIORITY } from './jobQueue.ts'
import { atom, setArgument } from './messageSet.ts'
import { fetchItems } from './toMessage.ts'
import { bytesOf } from './tokens.ts'

/**
 * How many bytes a section really has. Servers may tell the stored size (Outlook does), and a literal or a message
 * needs the true one: the last byte is asked for, and the one behind it. Only when the size is wrong is the section
 * read through and counted.
 */
export async function exactSize(options: {
  lane: BodyLane
  mailbox: MailboxRef
  uid: number
  /** What stands between the brackets of `BODY[…]`. */
  name: string
  expected: number
}): Promise<number> {
  const { lane, mailbox, uid, name, expected } = options
  const tail = await tailLength(options)
  if (tail === 1) return expected
  let size = 0
  const requests = [{ name, size: undefined }]
  for await (const piece of bodyReader({ lane, mailbox, uid, requests, flows: true })) {
    if (piece.kind === 'missing') throw new PonteError('unretrievable')
    size += piece.bytes.length
  }
  return size
}

/** Bytes from the expected last one on, at most two: 1 when the size is right. */
function tailLength(options: Parameters<typeof exactSize>[0]): Promise<number> {
  const { lane, mailbox, uid, name, expected } = options
  if (expected === 0) return Promise.resolve(0)
  return lane.use({ mailbox, priority: PRIORITY.user }, async (imap) => {
    let length = 0
    const section = name === '' ? [] : [atom(name)]
    await imap.exec(
      'UID FETCH',
      [setArgument(String(uid)), [{ type: 'ATOM', value: 'BODY.PEEK', section, partial: [expected - 1, 2] }]],
      {
        untagged: {
          FETCH: (response) => {
            length = bytesOf(fetchItems(response).get(`BODY[${name.toUpperCase()}]`))?.length ?? length
          },
        },
      },
    )
    return length
  })
}

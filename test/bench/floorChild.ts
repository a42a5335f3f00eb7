import { ImapFlow } from 'imapflow'
import { COMPACT_HEADERS } from '../../bridge/imap/compactRow.ts'
import type { FloorRequest } from './floor.ts'

/**
 * The floor, in a process of its own as the bridge is: bare imapflow on a connection that stays open. Started by floor.ts,
 * answers each message with how long it took.
 */
let client: ImapFlow | undefined

function connected(): ImapFlow {
  if (!client) throw new Error('not connected')
  return client
}

async function run(request: FloorRequest): Promise<number> {
  switch (request.do) {
    case 'connect': {
      const { host, port, ca, user, pass } = request
      client = new ImapFlow({
        host,
        port,
        secure: true,
        tls: { ca, servername: 'localhost' },
        auth: { user, pass },
        logger: false,
        disableAutoIdle: true,
      })
      await client.connect()
      return 1
    }
    case 'select':
      return (await connected().mailboxOpen(request.path)).exists
    case 'body': {
      const found = await connected().fetchOne(
        String(request.uid),
        { uid: true, headers: true, bodyParts: [{ key: '1', start: 0, maxLength: 65_536 }] },
        { uid: true },
      )
      return found ? (found.bodyParts?.get('1')?.length ?? 0) : 0
    }
    case 'headers': {
      let count = 0
      for (const set of request.sets) {
        const rows = connected().fetch(
          set,
          {
            uid: true,
            flags: true,
            internalDate: true,
            size: true,
            envelope: true,
            headers: [...COMPACT_HEADERS],
          },
          { uid: true },
        )
        for await (const row of rows) if (row.envelope) count += 1
      }
      return count
    }
    case 'attachment': {
      const { content } = await connected().download(String(request.uid), '2', {
        uid: true,
        chunkSize: request.chunk,
      })
      let bytes = 0
      for await (const piece of content as AsyncIterable<Buffer>) bytes += piece.length
      return bytes
    }
  }
}

process.on('message', (request: FloorRequest) => {
  const begin = performance.now()
  run(request).then(
    (count) => process.send?.({ ms: performance.now() - begin, count }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})

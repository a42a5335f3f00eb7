/** Copies a folder from one account to another, message by message. Arguments: url provider from to folder. */
import { connect } from '@ponte-mail/ponte/client'
import { WebSocket } from 'ws'

const [url, provider, from, to, folder] = process.argv.slice(2)
const open = (user, token) =>
  connect({
    url,
    provider,
    user,
    credentials: () => ({ accessToken: token }),
    createWebSocket: (at, protocol) =>
      new WebSocket(at, protocol, { origin: new URL(at.replace('ws', 'http')).origin }),
  })
const source = await open(from, process.env.PONTE_ACCESS_TOKEN)
const target = await open(to, process.env.PONTE_OTHER_TOKEN ?? process.env.PONTE_ACCESS_TOKEN)
const { path, uidValidity } = await source.call('examine', { path: folder })
const mailbox = { path, uidValidity }
await target.call('create', { path: folder }).catch((error) => {
  if (error.code !== 'mailboxExists') throw error
})

const rows = []
const everything = { by: 'sequence', set: '1:*' }
const onItem = (row) => rows.push(row)
await source.call('fetch', { mailbox, messages: everything, fields: ['flags', 'internalDate'] }, { onItem })
for (const { uid, flags, internalDate } of rows) {
  const pieces = []
  const onBytes = (_stream, bytes) => void pieces.push(bytes)
  await source.call('fetchBody', { mailbox, uid, sections: [{ kind: 'source' }] }, { onBytes })
  const message = new Blob(pieces)
  await target.call(
    'append',
    {
      path: folder,
      flags: flags.filter((flag) => flag !== '\\Recent'),
      ...(internalDate && { internalDate }),
      message: { kind: 'upload', size: message.size },
    },
    { uploads: new Map([[0, message]]) },
  )
}
console.log(`${rows.length} copied`)
await Promise.all([source.close(), target.close()])

/** Moves what is older than a day (2026-01-01) from the inbox to a folder. Arguments: url provider user day folder. */
import { connect } from '@ponte-mail/ponte/client'
import { WebSocket } from 'ws'

const [url, provider, user, day, destination] = process.argv.slice(2)
const client = await connect({
  url,
  provider,
  user,
  credentials: () => ({ accessToken: process.env.PONTE_ACCESS_TOKEN }),
  createWebSocket: (to, protocol) =>
    new WebSocket(to, protocol, { origin: new URL(to.replace('ws', 'http')).origin }),
})
await client.call('create', { path: destination }).catch((error) => {
  if (error.code !== 'mailboxExists') throw error
})
const { path, uidValidity } = await client.call('select', { path: 'INBOX' })
const mailbox = { path, uidValidity }
const { set, count } = await client.call('search', { mailbox, criteria: { key: 'before', day } })
if (set) await client.call('move', { mailbox, messages: { by: 'uid', set }, destination })
console.log(`${count} moved to ${destination}`)
await client.close()

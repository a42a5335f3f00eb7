/** Lists what is unread. node examples/unread.mjs ws://localhost:8080/bridge <provider> <user> — the token in PONTE_ACCESS_TOKEN. */
import { connect } from '@ponte-mail/ponte/client'
import { WebSocket } from 'ws'

const [url, provider, user] = process.argv.slice(2)
const client = await connect({
  url,
  provider,
  user,
  credentials: () => ({ accessToken: process.env.PONTE_ACCESS_TOKEN }),
  createWebSocket: (to, protocol) =>
    new WebSocket(to, protocol, { origin: new URL(to.replace('ws', 'http')).origin }),
})
const { path, uidValidity } = await client.call('examine', { path: 'INBOX' })
const mailbox = { path, uidValidity }
const { set } = await client.call('search', { mailbox, criteria: { key: 'unseen' } })
const onItem = ({ envelope }) => console.log(`${envelope.from[0]?.address}: ${envelope.subject}`)
if (set)
  await client.call('fetch', { mailbox, messages: { by: 'uid', set }, fields: ['envelope'] }, { onItem })
await client.close()

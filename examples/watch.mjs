/** Says when mail comes, until it is stopped, or once with --once. Arguments: url provider user. */
import { connect } from '@ponte-mail/ponte/client'
import { WebSocket } from 'ws'

const [url, provider, user, once] = process.argv.slice(2)
const client = await connect({
  url,
  provider,
  user,
  credentials: () => ({ accessToken: process.env.PONTE_ACCESS_TOKEN }),
  createWebSocket: (to, protocol) =>
    new WebSocket(to, protocol, { origin: new URL(to.replace('ws', 'http')).origin }),
})
const { exists } = await client.call('select', { path: 'INBOX' })
console.log(`${exists} messages`)
client.on('exists', (event) => {
  console.log(`${event.exists} messages`)
  if (once) void client.close()
})
// Asks at once; where the server has no IDLE the bridge asks now and then by itself.
setInterval(() => void client.call('noop', {}).catch(() => undefined), 1_000).unref()

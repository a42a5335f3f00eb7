/**
 * Runs in a copy of the project to which the command of CONTRIBUTING's recipe was added; here there is no `getMetadata`.
 * Calls it through the bridge as the page does, then once more over a connection that is lost. Prints what came of it.
 */
import { WebSocket } from 'ws'
import { createLog } from '../../../bridge/log.ts'
import { startServer } from '../../../bridge/http/server.ts'
import type { Provider } from '../../../bridge/config/config.ts'
import { traitsByCommand } from '../../../shared/protocol/registry.ts'
import { createBridgeClient } from '../../../web/bridge/client.ts'
import { repeatLost } from '../../../web/bridge/repeatLost.ts'
import type { Call } from '../../../web/bridge/types.ts'

interface Order {
  provider: Provider
  user: string
  password: string
}
const { provider, user, password } = JSON.parse(process.argv[2] ?? '') as Order

// What the build does for the page.
Object.assign(globalThis, { __COMMAND_TRAITS__: traitsByCommand() })

const server = await startServer({
  config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [provider], demo: false },
  version: 'test',
  log: createLog('silent'),
})
const origin = `http://127.0.0.1:${server.port}`
let socket: WebSocket | undefined
const client = createBridgeClient({
  url: `${origin.replace('http', 'ws')}/bridge`,
  createWebSocket: (url, protocol) => {
    socket = new WebSocket(url, protocol, { origin })
    return socket as unknown as globalThis.WebSocket
  },
})
async function connect(): Promise<void> {
  await client.open()
  await client.call('login', { provider: provider.id, user, password })
}

let calls = 0
let isToBeLost = false
const wire: Call = async (name, args, options) => {
  calls += 1
  const answer = client.call(name, args, options)
  if (isToBeLost) {
    isToBeLost = false
    socket?.terminate()
  }
  return answer
}
const call = repeatLost({ isReady: () => true, back: connect })(wire)
// The commands of this copy are more than those this file is checked against.
const callAny = call as unknown as (name: string, args: object) => Promise<unknown>
const getMetadata = () => callAny('getMetadata', { path: 'INBOX', entry: '/private/comment' })

await connect()
const first = await getMetadata()
isToBeLost = true
const second = await getMetadata()
console.log(JSON.stringify({ first, second, calls }))
client.close()
await server.close()
process.exit(0)

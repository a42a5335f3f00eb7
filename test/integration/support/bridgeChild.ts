/** The bridge in a process of its own, so that its memory can be told from the test's. Its provider comes as JSON. */
import type { Provider } from '../../../bridge/config/config.ts'
import { createLog } from '../../../bridge/log.ts'
import { startServer } from '../../../bridge/http/server.ts'

const provider = JSON.parse(process.argv[2] ?? '') as Provider
const server = await startServer({
  config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [provider], demo: false },
  version: 'test',
  log: createLog('silent'),
})
process.send?.({ port: server.port })

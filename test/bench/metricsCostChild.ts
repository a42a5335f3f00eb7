/** The bridge in a process of its own, with or without metrics. What it serves comes as JSON. */
import type { Provider } from '../../bridge/config/config.ts'
import { startServer } from '../../bridge/http/server.ts'
import { createLog } from '../../bridge/log.ts'
import { createMetrics } from '../../bridge/metrics/prometheus.ts'
import { serveMetrics } from '../../bridge/metrics/server.ts'

const { provider, metrics } = JSON.parse(process.argv[2] ?? '') as { provider: Provider; metrics: boolean }
const counted = metrics ? createMetrics({ version: 'bench', accepting: () => true }) : undefined
const server = await startServer({
  config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [provider], demo: false },
  version: 'bench',
  log: createLog('warn'),
  unpaced: true,
  ...(counted && { observer: counted.observer }),
})
const scraped =
  counted &&
  (await serveMetrics({ host: '127.0.0.1', port: 0 }, async () => ({
    type: counted.registry.contentType,
    text: await counted.registry.metrics(),
  })))
process.send?.({ port: server.port, metrics: scraped?.port ?? 0 })

import cluster from 'node:cluster'
import { ConfigError } from '../config/configError.ts'
import { signals } from '../control.ts'
import { createLog, withFields } from '../log.ts'
import { listenProblem, openDoorStore, runBridge, type BridgeOptions } from '../main.ts'
import { serveMetrics } from '../metrics/server.ts'
import { FirstWorkerEnded, runPrimary } from './primary.ts'
import { openPrimaryLine } from './worker.ts'

/**
 * The bridge in several processes behind one port.
 * @returns the port, in the primary; nothing in a worker, which has nothing to say. @throws ConfigError
 */
export async function runWorkers(options: BridgeOptions & { workers: number }): Promise<number | undefined> {
  const { config } = options
  if (config.demo)
    throw new ConfigError([
      'workers: the demo runs in one process only. Configure a provider and set PONTE_DEMO=0, or leave workers out.',
    ])
  if (cluster.isWorker) {
    const { control, doorStore } = openPrimaryLine()
    const log = withFields(createLog(options.logLevel), { worker: cluster.worker?.id })
    await runBridge({ ...options, log, control, doorStore, metricsFor: 'primary' })
    return undefined
  }
  const log = createLog(options.logLevel)
  const doorStore = await openDoorStore(config, log)
  const scraped = config.metrics && (await serveAll(config.metrics))
  return runPrimary({
    workers: options.workers,
    log,
    doorStore,
    control: signals,
    onStopped() {
      scraped?.close()
      void doorStore.close().then(() => process.exit(0))
    },
  }).catch((error: unknown) => {
    if (error instanceof FirstWorkerEnded) process.exit(1)
    throw error
  })
}

/** The metrics of all workers, added up. */
async function serveAll(at: { host: string; port: number }) {
  const { AggregatorRegistry } = await import('prom-client')
  const registry = new AggregatorRegistry()
  try {
    return await serveMetrics(at, async () => ({
      type: registry.contentType,
      text: await registry.clusterMetrics(),
    }))
  } catch (error) {
    throw listenProblem(error, 'metrics', at)
  }
}

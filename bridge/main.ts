import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config, Provider } from './config/config.ts'
import { ConfigError } from './config/configError.ts'
import { startServer, type RunningServer } from './http/server.ts'
import { createLog, type Log } from './log.ts'
import type { Metrics } from './metrics/prometheus.ts'
import { serveMetrics } from './metrics/server.ts'

/** What a mail service in the same process, the demo, adds to the bridge. */
interface Companion {
  providersAt(port: number): Provider[]
  routes(request: IncomingMessage, response: ServerResponse): boolean
  close(): Promise<void>
}

export interface BridgeOptions {
  config: Config
  pageFolder: string
  version: string
  logLevel: string
  companion?: Companion | undefined
  /** Reads the configuration again, for SIGHUP. @throws ConfigError */
  readConfig?: () => Config
}

/** Serves until asked to stop. @throws ConfigError when the address cannot be listened at, saying what to do. */
export async function runBridge(options: BridgeOptions): Promise<RunningServer> {
  const { config, companion } = options
  const log = createLog(options.logLevel)
  let isGoing = false
  const metrics = config.metrics && (await loadMetrics(options.version, () => !isGoing))
  let server: RunningServer
  try {
    server = await startServer({
      config,
      log,
      pageFolder: options.pageFolder,
      version: options.version,
      ...(metrics && { observer: metrics.observer }),
      ...(companion
        ? {
            extraRoutes: (request, response) => companion.routes(request, response),
            providersAt: (port) => companion.providersAt(port),
          }
        : {}),
    })
  } catch (error) {
    await companion?.close()
    throw listenProblem(error, 'listen', config.listen)
  }
  const scraped = metrics && config.metrics && (await openMetrics(metrics, config.metrics))
  stopOnSignal(async (hurry) => {
    isGoing = true
    await server.close(hurry)
    scraped?.close()
    // The demo's mail server is what the last submissions go to.
    await companion?.close()
  })
  reloadOnSignal({ server, log, metrics, readConfig: options.readConfig })
  return server
}

/** Only where somebody wants them: the package takes its time to load. */
async function loadMetrics(version: string, accepting: () => boolean): Promise<Metrics> {
  const { createMetrics } = await import('./metrics/prometheus.ts')
  return createMetrics({ version, accepting })
}

async function openMetrics({ registry }: Metrics, at: { host: string; port: number }) {
  try {
    return await serveMetrics(at, async () => ({
      type: registry.contentType,
      text: await registry.metrics(),
    }))
  } catch (error) {
    throw listenProblem(error, 'metrics', at)
  }
}

/** The first signal lets `stop` take its time, the second aborts `hurry`; the third ends the process as any other. */
function stopOnSignal(stop: (hurry: AbortSignal) => Promise<void>): void {
  const hurry = new AbortController()
  let stopping: Promise<void> | undefined
  const hear = (): void => {
    if (stopping) {
      hurry.abort()
      process.off('SIGTERM', hear).off('SIGINT', hear)
    }
    stopping ??= stop(hurry.signal).then(() => process.exit(0))
  }
  process.on('SIGTERM', hear).on('SIGINT', hear)
}

function listenProblem(error: unknown, field: string, at: { host: string; port: number }): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConfigError([
        `${field}.port: ${at.port} is in use by another program on ${at.host}. Stop it, or choose another${field === 'listen' ? ' with PORT=8081' : ''}.`,
      ])
    case 'EACCES':
      return new ConfigError([
        `${field}.port: this user may not listen at ${at.port}. Choose one above 1023.`,
      ])
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError([`${field}.host: ${at.host} is not an address of this machine.`])
    default:
      return error
  }
}

/** SIGHUP takes the configuration as it is by now; one with mistakes is told and left alone. */
function reloadOnSignal(from: {
  server: RunningServer
  log: Log
  metrics: Metrics | undefined
  readConfig: BridgeOptions['readConfig']
}): void {
  const { server, log, metrics, readConfig } = from
  if (!readConfig) return
  process.on('SIGHUP', () => {
    const reload = async (): Promise<void> => server.reload(readConfig())
    reload().then(
      () => {
        metrics?.reloaded('ok')
        log.warn({}, 'configuration reloaded')
      },
      (error: unknown) => {
        metrics?.reloaded('refused')
        const reasons = error instanceof ConfigError ? error.problems : ['it cannot be read']
        for (const reason of reasons) log.error({ reason }, 'configuration not reloaded')
      },
    )
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config, Provider } from './config/config.ts'
import { ConfigError } from './config/configError.ts'
import { signals, type Control } from './control.ts'
import { MemoryStore } from './doors/memoryStore.ts'
import type { DoorStore } from './doors/store.ts'
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
  /** Reads the configuration again, for a reload. @throws ConfigError */
  readConfig?: () => Config
  /** The process's signals when absent. */
  control?: Control
  /** By `config` when absent. */
  doorStore?: DoorStore
  /** By `logLevel` when absent. */
  log?: Log
  /** Who serves what is counted: the primary of several workers, or this process. */
  metricsFor?: 'primary'
}

/** Serves until asked to stop. @throws ConfigError when the address cannot be listened at, saying what to do. */
export async function runBridge(options: BridgeOptions): Promise<RunningServer> {
  const { config, companion, control = signals } = options
  const log = options.log ?? createLog(options.logLevel)
  const doorStore = options.doorStore ?? (await openDoorStore(config, log))
  let isGoing = false
  const metrics = config.metrics && (await loadMetrics(options.version, () => !isGoing))
  let server: RunningServer
  try {
    server = await startServer({
      config,
      log,
      pageFolder: options.pageFolder,
      version: options.version,
      doorStore,
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
  const scraped = await openMetrics(metrics, options)
  stopWhenTold(control, async (hurry) => {
    isGoing = true
    await server.close(hurry)
    scraped?.close()
    await doorStore.close()
    // The demo's mail server is what the last submissions go to.
    await companion?.close()
  })
  reloadWhenTold(control, { server, log, metrics, readConfig: options.readConfig })
  return server
}

/** Only where somebody wants them: the package takes its time to load. */
async function loadMetrics(version: string, accepting: () => boolean): Promise<Metrics> {
  const { createMetrics } = await import('./metrics/prometheus.ts')
  return createMetrics({ version, accepting })
}

async function openMetrics(metrics: Metrics | undefined, { config, metricsFor }: BridgeOptions) {
  if (!metrics || !config.metrics) return undefined
  if (metricsFor === 'primary') return void metrics.tellPrimary()
  const { registry } = metrics
  try {
    return await serveMetrics(config.metrics, async () => ({
      type: registry.contentType,
      text: await registry.metrics(),
    }))
  } catch (error) {
    throw listenProblem(error, 'metrics', config.metrics)
  }
}

/** Who keeps the doors' count: Redis for several bridges, loaded only then, or this process. */
export async function openDoorStore({ redis }: Config, log: Log): Promise<DoorStore> {
  if (redis === undefined) return new MemoryStore()
  const { RedisStore } = await import('./doors/redisStore.ts')
  return new RedisStore(redis, log)
}

/** Told once, `stop` may take its time; told again, `hurry` is aborted. */
function stopWhenTold(control: Control, stop: (hurry: AbortSignal) => Promise<void>): void {
  const hurry = new AbortController()
  let stopping: Promise<void> | undefined
  control.onStop(() => {
    if (stopping) hurry.abort()
    stopping ??= stop(hurry.signal).then(() => process.exit(0))
  })
}

/** What to do about an address that cannot be listened at. */
export function listenProblem(error: unknown, field: string, at: { host: string; port: number }): unknown {
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

/** Takes the configuration as it is by now; one with mistakes is told and left alone. */
function reloadWhenTold(
  control: Control,
  from: {
    server: RunningServer
    log: Log
    metrics: Metrics | undefined
    readConfig: BridgeOptions['readConfig']
  },
): void {
  const { server, log, metrics, readConfig } = from
  if (!readConfig) return
  control.onReload(() => {
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

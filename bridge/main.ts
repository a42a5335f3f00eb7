import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config, Provider } from './config/config.ts'
import { ConfigError } from './config/configError.ts'
import { createLog } from './log.ts'
import { startServer, type RunningServer } from './http/server.ts'

/** What a mail service in the same process, the demo, adds to the bridge. */
interface Companion {
  providersAt(port: number): Provider[]
  routes(request: IncomingMessage, response: ServerResponse): boolean
  close(): Promise<void>
}

/** Serves until asked to stop. @throws ConfigError when the address cannot be listened at, saying what to do. */
export async function runBridge(options: {
  config: Config
  pageFolder: string
  version: string
  logLevel: string
  companion?: Companion | undefined
}): Promise<RunningServer> {
  const { config, companion } = options
  const log = createLog(options.logLevel)
  let server: RunningServer
  try {
    server = await startServer({
      config,
      log,
      pageFolder: options.pageFolder,
      version: options.version,
      ...(companion
        ? {
            extraRoutes: (request, response) => companion.routes(request, response),
            providersAt: (port) => companion.providersAt(port),
          }
        : {}),
    })
  } catch (error) {
    await companion?.close()
    throw listenProblem(error, config.listen)
  }
  stopOnSignal(async (hurry) => {
    await server.close(hurry)
    // The demo's mail server is what the last submissions go to.
    await companion?.close()
  })
  return server
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

function listenProblem(error: unknown, at: { host: string; port: number }): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConfigError([
        `listen.port: ${at.port} is in use by another program on ${at.host}. Stop it, or choose another with PORT=8081.`,
      ])
    case 'EACCES':
      return new ConfigError([`listen.port: this user may not listen at ${at.port}. Choose one above 1023.`])
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError([`listen.host: ${at.host} is not an address of this machine.`])
    default:
      return error
  }
}

import type { Provider } from '../bridge/config/config.ts'
import { createLog } from '../bridge/log.ts'
import { startServer } from '../bridge/http/server.ts'

export type { Provider } from '../bridge/config/config.ts'

export interface BridgeOptions {
  /** Where it listens; port 0 chooses a free one. */
  listen: { host: string; port: number }
  providers: Provider[]
  /** Exact origins that may open the socket; absent: localhost at its own port. */
  origins?: string[]
  /** A built page to serve beside the socket. */
  pageFolder?: string
  /** `silent` when absent. */
  logLevel?: string
}

export interface Bridge {
  /** Where it listens: `http://127.0.0.1:8080`. */
  url: string
  port: number
  /** Lets every session finish what a person would miss, then ends. */
  close(): Promise<void>
}

/** Runs the bridge inside this process. */
export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const { listen, providers, origins, pageFolder, logLevel = 'silent' } = options
  const server = await startServer({
    config: { listen, providers, trustProxy: [], demo: false, ...(origins && { origins }) },
    version: 'embedded',
    log: createLog(logLevel),
    ...(pageFolder !== undefined && { pageFolder }),
  })
  return { url: server.url, port: server.port, close: () => server.close() }
}

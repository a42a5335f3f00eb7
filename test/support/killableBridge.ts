import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from './app.ts'
import { startProduct, type Product } from './product.ts'

/** The bridge of an app as a process of its own, that can be killed as a machine would. */
export interface KillableBridge {
  /** Of its process, as it runs now; 0 while there is none. */
  pid(): number
  /** SIGKILL: nobody is told, nothing is finished. */
  kill(): Promise<void>
  /** Starts it at the same address. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Takes the place of the app's own bridge, with the same providers, at the same port. */
export async function replaceBridge(app: Pick<App, 'server' | 'providers'>): Promise<KillableBridge> {
  const { port } = app.server
  await app.server.close()
  const dir = mkdtempSync(join(tmpdir(), 'ponte-bridge-'))
  const config = join(dir, 'ponte.config.json')
  const withFile = (endpoint: { host: string; port: number; ca?: string }, name: string) => {
    const ca = `${name}.pem`
    if (endpoint.ca !== undefined) writeFileSync(join(dir, ca), endpoint.ca)
    return { ...endpoint, ...(endpoint.ca !== undefined && { ca }) }
  }
  // What the bridge made of the settings goes back to being settings.
  const providers = app.providers.map(({ border, ...one }) => ({
    ...one,
    ...(border && { ...border, kind: undefined }),
    imap: withFile(one.imap, `${one.id}-imap`),
    smtp: withFile(one.smtp, `${one.id}-smtp`),
  }))
  writeFileSync(config, JSON.stringify({ providers }))
  let product: Product | undefined
  const bridge: KillableBridge = {
    pid: () => product?.pid ?? 0,
    async kill() {
      await product?.stop('SIGKILL')
    },
    async start() {
      product = await startProduct({ PORT: String(port), PONTE_CONFIG: config })
    },
    async stop() {
      await product?.stop()
      rmSync(dir, { recursive: true })
    },
  }
  await bridge.start()
  return bridge
}

import { fileURLToPath } from 'node:url'
import { createLog } from '../../bridge/log.ts'
import { startServer } from '../../bridge/http/server.ts'
import { giulia } from '../../demo/identity/users.ts'
import { startDemo, type Demo } from '../../demo/start.ts'
import { ensureBuilt } from './app.ts'

/** What `npm start` runs, in the test's own process: its switches are at hand, and no mail comes by itself. */
export interface DemoProduct {
  url: string
  demo: Demo
  /** Puts a message on top of the first user's inbox, unread. */
  deliver(raw: string): void
  /** Ends page and bridge; the mail service stays. */
  hangUp(): Promise<void>
  stop(): Promise<void>
}

export async function startDemoProduct(): Promise<DemoProduct> {
  await ensureBuilt()
  const demo = await startDemo({ arrivals: false })
  const server = await startServer({
    config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [], demo: true },
    pageFolder: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    version: 'test',
    log: createLog('silent'),
    extraRoutes: (request, response) => demo.routes(request, response),
    providersAt: (port) => demo.providersAt(port),
  })
  let open = true
  async function hangUp(): Promise<void> {
    if (open) await server.close()
    open = false
  }
  return {
    url: `http://localhost:${server.port}/`,
    demo,
    deliver(raw) {
      const internalDate = new Date()
      demo.store.account(giulia.username)?.append('INBOX', { raw: Buffer.from(raw), flags: [], internalDate })
    },
    hangUp,
    stop: async () => {
      await hangUp()
      await demo.close()
    },
  }
}

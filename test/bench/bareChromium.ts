import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { CHROMIUM_FLAGS } from '../support/chromium.ts'
import { fontEnvironment } from '../support/fonts.ts'
import { until } from '../support/net.ts'
import { CHROMIUM } from '../support/system.ts'

/** What the helpers of inPage.ts need of a page. */
export interface Evaluates {
  /** An expression, as source; a promise is waited for. */
  evaluate<T>(source: string): Promise<T>
}

/** A page nobody listens in on. */
export interface BarePage extends Evaluates {
  /** One command of the DevTools protocol, to the page or to one of its workers. */
  send<T>(method: string, params?: object, worker?: string): Promise<T>
  /** Sessions of its workers, once `Target.setAutoAttach` was sent. */
  workers: string[]
  close(): Promise<void>
}

/**
 * Chromium with a fresh profile and a page, driven by a few commands. Playwright has the browser tell it of every frame of every
 * WebSocket: where fifty megabytes arrive that costs more processor time than they do.
 */
export async function openBarePage(url: string, script: string): Promise<BarePage> {
  const profile = mkdtempSync(join(tmpdir(), 'ponte-bare-'))
  const flags = [...CHROMIUM_FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(CHROMIUM.proof, [...flags, 'about:blank'], {
    stdio: 'ignore',
    detached: true,
    env: fontEnvironment(),
  })
  const kill = (): void => {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  // For a run that ends in the middle.
  process.once('exit', kill)
  const told = join(profile, 'DevToolsActivePort')
  const port = await until('Chromium', () =>
    existsSync(told) ? Number(readFileSync(told, 'utf8').split('\n')[0]) || undefined : undefined,
  )
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '')
  await once(socket, 'open')
  const answers = new Map<number, (answer: Answer) => void>()
  const workers: string[] = []
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Answer & {
      id?: number
      method?: string
      params?: Attached
    }
    if (message.id !== undefined) answers.get(message.id)?.(message)
    else if (message.method === 'Target.attachedToTarget' && message.params?.targetInfo.type === 'worker')
      workers.push(message.params.sessionId)
  })
  let id = 0
  const page: BarePage = {
    workers,
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        id += 1
        const own = id
        answers.set(own, ({ result, error }) => {
          answers.delete(own)
          if (error) reject(new Error(`${method}: ${error.message}`))
          else resolve(result as never)
        })
        socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
      }),
    async evaluate<T>(expression: string): Promise<T> {
      const { result, exceptionDetails } = await page.send<Evaluated>('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value as T
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      socket.close()
      process.off('exit', kill)
      const ended = once(child, 'exit')
      kill()
      await ended
    },
  }
  await page.send('Page.enable')
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: script })
  await page.send('Page.navigate', { url })
  return page
}

interface Answer {
  result?: unknown
  error?: { message: string }
}
interface Attached {
  sessionId: string
  targetInfo: { type: string }
}
interface Evaluated {
  result: { value?: unknown }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

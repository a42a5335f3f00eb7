import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './app.ts'

/** What `npm start` runs, as a process of its own. */
export interface Product {
  /** The address it printed. */
  url: string
  /** Of its process. */
  pid: number
  /** All it has written so far. */
  output(): string
  /** Its end: by the signal, or by itself. @returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Starts the built product and waits until it says where it is. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  await ensureBuilt()
  const child = spawn(process.execPath, ['dist/server/start.js'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /is at (\S+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then((code) => reject(new Error(`it ended with ${code}:\n${output}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

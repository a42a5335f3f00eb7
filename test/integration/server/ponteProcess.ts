/** start.ts as a process of its own, by its sources: what it prints, what it answers, how it ends. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { until } from '../../support/net.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const running = new Set<ChildProcess>()

export interface Ponte {
  child: ChildProcess
  /** Standard output and error so far. */
  output(): { out: string; err: string }
  /** Resolves with the exit code, or the signal. */
  ended: Promise<number | string>
  /** Resolves with the address once it says where it is. */
  url(): Promise<string>
}

/** @param folder Its home and temporary files, with `ponte.config.json` when `env` names no other. */
export function startPonte(folder: string, env: NodeJS.ProcessEnv, flags: readonly string[] = []): Ponte {
  // Not tsx's own command: that is a process in between, with a mind of its own about signals.
  const child = spawn(process.execPath, ['--import', 'tsx', 'start.ts', ...flags], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: join(folder, 'tmp'),
      PONTE_CONFIG: join(folder, 'ponte.config.json'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const text = { out: '', err: '' }
  child.stdout.on('data', (data: Buffer) => (text.out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (text.err += data.toString()))
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve(code ?? signal ?? '')
    })
  })
  return {
    child,
    output: () => text,
    ended,
    url: () =>
      until('the address', () => {
        if (child.exitCode !== null) throw new Error(text.err)
        return / is at (http:\S+?)\/?\n/.exec(text.out)?.[1]
      }),
  }
}

/** After each test: none outlives it. */
export function endPontes(): void {
  for (const child of running) child.kill('SIGKILL')
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { seen } from './figures.ts'

export type FloorRequest =
  | { do: 'connect'; host: string; port: number; ca: string; user: string; pass: string }
  | { do: 'select'; path: string }
  | { do: 'body'; uid: number }
  | { do: 'headers'; sets: string[] }
  | { do: 'attachment'; uid: number; chunk: number }

/** Bare imapflow in a process of its own. */
export interface Floor {
  pid: number
  /** Milliseconds until the last byte was read and parsed; throws when it saw fewer than `atLeast` (rows, bytes). */
  time(request: FloorRequest, atLeast?: number): Promise<number>
  stop(): void
}

export function startFloor(): Floor {
  const child = fork(fileURLToPath(new URL('./floorChild.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  })
  return {
    pid: child.pid ?? 0,
    async time(request, atLeast = 1) {
      child.send(request)
      const [answer] = (await once(child, 'message')) as [{ ms: number; count: number } | { error: string }]
      if ('error' in answer) throw new Error(`imapflow, ${request.do}: ${answer.error}`)
      if (answer.count < atLeast) throw new Error(`imapflow, ${request.do}: ${answer.count} of ${atLeast}`)
      return seen(request.do, answer.ms)
    },
    stop: () => void child.kill(),
  }
}

/** Starts the bridge in another process and watches how much memory it takes. Linux only: it reads /proc. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Provider } from '../../../bridge/config/config.ts'

export interface BridgeProcess {
  origin: string
  /** Resident memory now, in bytes. */
  residentBytes(): number
  /** The most resident memory since the last `forgetPeak`, in bytes. */
  peakBytes(): number
  forgetPeak(): void
  /** Processor time so far, in milliseconds. */
  cpuMs(): number
  stop(): Promise<void>
}

export async function startBridgeProcess(provider: Provider): Promise<BridgeProcess> {
  const script = fileURLToPath(new URL('./bridgeChild.ts', import.meta.url))
  const child = fork(script, [JSON.stringify(provider)], { execArgv: ['--import', 'tsx'] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const { pid } = child
  const kilobytes = (field: string): number => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    residentBytes: () => kilobytes('VmRSS'),
    peakBytes: () => kilobytes('VmHWM'),
    // proc(5): 5 resets the peak to the current resident set.
    forgetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    cpuMs() {
      // Fields 14 and 15 of proc(5), in hundredths of a second, behind a name that may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

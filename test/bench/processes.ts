import { readFileSync, writeFileSync } from 'node:fs'

/** What a process has used of the machine; Linux only, it reads /proc. */
export interface Usage {
  /** Processor time, in milliseconds. */
  cpuMs: number
  /** Resident memory now, and the most since `forgetPeak`, in bytes. */
  rss: number
  peak: number
  /** Bytes handed to write(2): all that was sent, encrypted or not. */
  written: number
}

/** Clock ticks of /proc/<pid>/stat, in a second: 100 on every Linux. */
const TICKS = 100

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold anything: fields 14 and 15 of proc(5) are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
  const io = readFileSync(`/proc/${pid}/io`, 'utf8')
  return {
    cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS,
    rss: kilobytes('VmRSS'),
    peak: kilobytes('VmHWM'),
    written: Number(/^wchar: (\d+)/m.exec(io)?.[1]),
  }
}

/** proc(5): 5 resets the peak to what is resident. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')

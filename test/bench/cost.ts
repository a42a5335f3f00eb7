import { round } from './figures.ts'
import { usageOf } from './processes.ts'
import type { World } from './world.ts'

/** What something cost beside time. */
export interface Cost {
  /** Bytes from the mail server, TLS included. */
  fromServer: number
  /** Bytes the bridge wrote: to the browser, and its commands. */
  written: number
  /** Processor time of the bridge, in milliseconds. */
  cpuMs: number
}

/** @returns what was spent since, each time it is asked. Nothing else may use the way to the server meanwhile. */
export function meter({ app, bridge }: World): () => Cost {
  const read = (): Cost => {
    const { cpuMs, written } = usageOf(bridge.pid())
    return { fromServer: app.delay.stats().down, written, cpuMs }
  }
  const before = read()
  return () => {
    const now = read()
    return {
      fromServer: now.fromServer - before.fromServer,
      written: now.written - before.written,
      cpuMs: now.cpuMs - before.cpuMs,
    }
  }
}

/** Of one of them. */
export function meanOf(costs: readonly Cost[]): Cost {
  const mean = (of: (cost: Cost) => number): number =>
    round(costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length, 0)
  return {
    fromServer: mean(({ fromServer }) => fromServer),
    written: mean(({ written }) => written),
    cpuMs: mean(({ cpuMs }) => cpuMs),
  }
}

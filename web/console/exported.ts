import { lineWithoutMail, withoutMail } from './conceal.ts'
import type { CallEntry, Entry } from './recorder.ts'

/** An entry as it is shown, copied and exported. */
export function shown(entry: Entry, withMail: boolean): object {
  const at = Math.round(entry.at * 10) / 10
  const of = (value: unknown): unknown => (withMail ? value : withoutMail(value))
  switch (entry.kind) {
    case 'call': {
      const {
        items,
        result,
        args,
        command,
        lane,
        state,
        ms,
        itemCount,
        streams,
        uploaded,
        bytesOut,
        bytesIn,
        error,
      } = entry
      return {
        at,
        command,
        lane,
        state,
        ...(ms !== undefined && { ms: Math.round(ms * 10) / 10 }),
        bytesOut,
        bytesIn,
        ...(uploaded > 0 && { uploaded }),
        ...(Object.keys(streams).length > 0 && { streams }),
        itemCount,
        args: of(args),
        ...(items.length > 0 && { items: items.map(of) }),
        ...(result !== undefined && { result: of(result) }),
        ...(error && { error }),
      }
    }
    case 'event':
      return { at, event: of(entry.event), bytesIn: entry.bytesIn }
    case 'line': {
      const { line } = entry
      return { ...line, at, line: withMail ? line.line : lineWithoutMail(line.line) }
    }
  }
}

/** One line of the list. */
export function summary(entry: Entry, withMail: boolean): string {
  switch (entry.kind) {
    case 'call':
      return `${entry.command} ${JSON.stringify(withMail ? entry.args : withoutMail(entry.args))}`
    case 'event': {
      const { type, ...rest } = entry.event
      return `${type} ${JSON.stringify(withMail ? rest : withoutMail(rest))}`
    }
    case 'line':
      return withMail ? entry.line.line : lineWithoutMail(entry.line.line)
  }
}

export function bytesOf(entry: Entry): number {
  if (entry.kind === 'line') return entry.line.bytes
  return entry.kind === 'event' ? entry.bytesIn : bytesOfCall(entry)
}

function bytesOfCall({ bytesIn, bytesOut, uploaded }: CallEntry): number {
  return bytesIn + bytesOut + uploaded
}

export function msOf(entry: Entry): number | undefined {
  if (entry.kind === 'line') return entry.line.ms
  return entry.kind === 'call' ? entry.ms : undefined
}

/** What was recorded as a file for whoever looks into a problem. */
export function exportText(entries: readonly Entry[], withMail: boolean): string {
  return JSON.stringify(
    { format: 'ponte-console', version: 1, entries: entries.map((one) => shown(one, withMail)) },
    null,
    2,
  )
}

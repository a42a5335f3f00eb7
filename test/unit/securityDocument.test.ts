import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as limits from '../../bridge/doors/limits.ts'
import { createLog } from '../../bridge/log.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
const rows = [...text.matchAll(/^\| (\d+) +\|(.*)\|$/gm)].map(([, number = '', rest = '']) => ({
  number: Number(number),
  test: /`(test\/[^`]+)`: “([^”]+)”/.exec(rest)?.slice(1),
}))

/** Rows that no test shows, and why that is so for now. */
const WITHOUT_TEST: Record<number, string> = {
  12: 'nothing reads TNEF',
  37: 'storage after sign-out is tested, a heap snapshot of the bridge is not',
  49: 'no model reads mail',
  50: 'no settings are read from the mailbox',
  51: 'there is no service worker',
}

describe('docs/security.md', () => {
  it('has every threat, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 51 }, (_, at) => at + 1))
  })

  it.each(rows)('threat $number is shown by the test it names', ({ number, test }) => {
    if (!test) return expect(Object.keys(WITHOUT_TEST)).toContain(String(number))
    expect(WITHOUT_TEST[number]).toBeUndefined()
    const [path = '', title = ''] = test
    expect(existsSync(join(ROOT, path)), path).toBe(true)
    expect(readFileSync(join(ROOT, path), 'utf8')).toContain(title)
  })

  it('tells the limits as they are', () => {
    for (const number of [
      `${limits.FREE_REFUSALS_PER_USER} free, then ${limits.FIRST_WAIT_MS / 1_000} s`,
      `${limits.FREE_REFUSALS_PER_ADDRESS} free`,
      `${limits.FRAMES_AT_ONCE.toLocaleString('en')} at once, ${limits.FRAMES_PER_SECOND} a second`,
      `${limits.UNSIGNED_FRAMES_AT_ONCE} at once, ${limits.UNSIGNED_FRAMES_PER_SECOND} a second`,
      limits.MAX_SOCKETS_PER_ADDRESS.toLocaleString('en'),
      `${limits.ALL_BODIES_BYTES / 1024 / 1024} MiB for all`,
    ])
      expect(text).toContain(number)
  })

  it('has a filter for fail2ban that finds the line the log writes', () => {
    const [, pattern = ''] = /^failregex = (.*)$/m.exec(text) ?? []
    const filter = new RegExp(pattern.replace('<HOST>', '(?<host>[0-9a-f.:]+)'))
    const lines: string[] = []
    const log = createLog('warn', { write: (line: string) => void lines.push(line.trim()) })
    log.warn({ address: '198.51.100.7' }, 'sign-in refused')
    expect(filter.exec(lines[0] ?? '')?.groups?.['host']).toBe('198.51.100.7')
  })
})

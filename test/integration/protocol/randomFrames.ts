import { expect } from 'vitest'
import { commands } from '../../../shared/protocol/registry.ts'
import type { ProtocolBed } from './bed.ts'
import type { RawSession } from './rawSession.ts'

/** A small generator of its own, so that a seed gives the same frames everywhere (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Random = ReturnType<typeof generator>
const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T

const NAMES = [...Object.keys(commands).filter((name) => name !== 'logout'), 'x', '__proto__', 'toString']
const FIELDS = [
  'mailbox',
  'messages',
  'path',
  'paths',
  'criteria',
  'uid',
  'sections',
  'draft',
  'lane',
  '__proto__',
  'fields',
]
const SCALARS = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  4_294_967_296,
  '',
  'INBOX',
  '1:*',
  '\r\n',
  '\0',
  '\ud800',
  'x'.repeat(9_000),
]

function value(random: Random, depth: number): unknown {
  const kind = random(depth > 3 ? 1 : 4)
  if (kind === 1) return Array.from({ length: random(4) }, () => value(random, depth + 1))
  if (kind >= 2)
    return Object.fromEntries(
      Array.from({ length: random(4) }, () => [pick(random, FIELDS), value(random, depth + 1)]),
    )
  return pick(random, SCALARS)
}

function textFrame(random: Random): string {
  const tag = pick<unknown>(random, [1, 2, 3, 4, random(1_000), -1, '1', null])
  const frame = pick(random, [
    () => ({ tag, command: pick(random, NAMES), args: value(random, 0) }),
    () => ({ tag, command: pick(random, ['noop', 'list', 'capability']), args: {} }),
    () => ({ cancel: tag }),
    () => ({ credit: tag, bytes: pick<unknown>(random, [1, 1_000, -5, 'x', 1e99]) }),
    () => ({ pong: tag }),
    () => value(random, 0),
  ])()
  const text = JSON.stringify(frame) ?? 'undefined'
  if (random(4) > 0) return text
  // Broken somewhere.
  const at = random(text.length)
  return (
    text.slice(0, at) + pick(random, ['', '"', '}', '\u0000', '\\', ',,', '🙂']) + text.slice(at + random(3))
  )
}

function binaryFrame(random: Random): Buffer {
  const bytes = Buffer.alloc(random(40))
  for (let index = 0; index < bytes.length; index++) bytes[index] = random(256)
  // Half of them begin as a chunk does.
  if (bytes.length >= 7 && random(2) === 0) {
    bytes.writeUInt32BE(1 + random(4))
    bytes.writeUInt16BE(random(3), 4)
    bytes[6] = random(2)
  }
  return bytes
}

/** Rule T3: random frames, broken and nearly right, before and after signing in, end nothing but their own sockets. */
export async function sendRandomFrames(
  bed: ProtocolBed,
  { frames, seed }: { frames: number; seed: number },
): Promise<void> {
  const random = generator(seed)
  const beside = (await bed.signIn(2)).raw
  let raw: RawSession | undefined
  let codes = new Set<number>()
  for (let sent = 0; sent < frames; sent++) {
    if (!raw || raw.ws.readyState !== raw.ws.OPEN) {
      if (raw) codes = codes.add((await raw.closed).code)
      raw = random(2) === 0 ? await bed.open() : (await bed.signIn(1)).raw
    }
    if (random(8) === 0) raw.ws.send(binaryFrame(random))
    else if (random(200) === 0) raw.ws.send(Buffer.from([0x22, 0xc3, 0x28]), { binary: false })
    else raw.send(textFrame(random))
    if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
    if (sent % 1_000 === 0) expect((await beside.call('noop', {})).result).toEqual({})
  }
  raw?.ws.terminate()
  expect((await beside.call('list', {})).result).toEqual({})
  expect((await fetch(`${bed.bridge.origin}/healthz`)).status).toBe(200)
  // Sockets were closed for what was wrong with their frames, and for nothing else.
  expect([...codes].filter((code) => ![1007, 1008].includes(code))).toEqual([])
  expect(codes.size).toBeGreaterThan(0)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { decodeChunk } from '../../../shared/protocol/chunks.ts'
import type { CommandDefinition } from '../../../shared/protocol/command.ts'
import { ERROR_CODES } from '../../../shared/protocol/errors.ts'
import type { BridgeEvent } from '../../../shared/protocol/events.ts'
import { callFrame, cancelFrame, creditFrame, pongFrame } from '../../../shared/protocol/frames.ts'
import * as bridge from '../../../bridge/limits.ts'
import * as limits from '../../../shared/protocol/limits.ts'
import { commands, type CommandName } from '../../../shared/protocol/registry.ts'

/** PROTOCOL.md says what the code does: every command with its fields, every error, event and limit, and its example. */

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const TEXT = readFileSync(join(ROOT, 'PROTOCOL.md'), 'utf8')
const definitions: Record<string, CommandDefinition> = commands

/** The text below a heading, to the next one of the same level. */
function section(heading: string): string {
  const [, after = ''] = TEXT.split(`\n${heading}\n`)
  const level = heading.split(' ')[0] ?? ''
  return after.split(new RegExp(`\n#{1,${level.length}} `))[0] ?? ''
}
const TYPES = section('## 8. Types')

/** What stands in backticks in the first column of a table. */
const firstColumn = (text: string): string[] =>
  [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '').sort()

/** Every name and every fixed value that a schema knows, however deep. */
function namesIn(schema: unknown, seen = new Set<unknown>()): Set<string> {
  const names = new Set<string>()
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return
    seen.add(one)
    const node = one as {
      type?: string
      entries?: Record<string, unknown>
      options?: unknown[]
      literal?: unknown
      getter?: () => unknown
    } & Record<string, unknown>
    for (const [key, entry] of Object.entries(node.entries ?? {})) {
      names.add(key)
      visit(entry)
    }
    if (node.type === 'picklist') for (const option of node.options ?? []) names.add(String(option))
    else for (const option of node.options ?? []) visit(option)
    if (typeof node.literal === 'string') names.add(node.literal)
    if (node.type === 'lazy' && node.getter) visit(node.getter())
    for (const field of ['wrapped', 'item', 'key', 'value']) visit(node[field])
    for (const list of ['items', 'pipe']) if (Array.isArray(node[list])) node[list].forEach(visit)
  }
  visit(schema)
  return names
}
const isNamed = (name: string, text: string): boolean =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text)

describe('commands', () => {
  const documented = [...section('## 9. Commands').matchAll(/^### (.+)$/gm)].map(([, name]) => name ?? '')

  // A new command is its definition, its handler, two registry lines and its test; its section here may follow.
  test('have their sections in alphabetical order, and none is of a command that is not there', () => {
    expect(documented).toEqual([...documented].sort((a, b) => a.localeCompare(b)))
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(documented))
    expect(documented).toContain('fetchBody')
  })

  test.each(documented)('%s: arguments, items and result, with every field and value', (name) => {
    const text = section(`### ${name}`)
    const definition = definitions[name] as CommandDefinition
    expect(text).toMatch(/^- args `/m)
    expect(text).toMatch(/^- result `/m)
    expect(/^- items `/m.test(text)).toBe(definition.item.type !== 'never')
    const known = `${text}\n${TYPES}`
    const missing = [definition.args, definition.item, definition.result]
      .flatMap((schema) => [...namesIn(schema)])
      .filter((field) => !isNamed(field, known))
    expect(missing).toEqual([])
  })

  test('the fields of the shared types are where they are looked for', () => {
    // The walk sees through pipes, options and recursion: otherwise the test above could not fail.
    expect([...namesIn(commands.search.args)]).toEqual(
      expect.arrayContaining(['mailbox', 'path', 'criteria', 'sentsince', 'modseq', 'or', 'by', 'sequence']),
    )
    expect([...namesIn(commands.fetch.item)]).toEqual(
      expect.arrayContaining(['dispositionParameters', 'inReplyTo']),
    )
    expect([...namesIn(commands.submit.args)]).toEqual(
      expect.arrayContaining(['contentId', 'accessToken', 'draft']),
    )
    expect(isNamed('flag', 'flags flag-x')).toBe(false)
  })
})

test('errors: the table is the code’s, no more and no less', () => {
  expect(firstColumn(section('## 7. Errors'))).toEqual(Object.keys(ERROR_CODES).sort())
})

test('errors: no other code is spoken of', () => {
  const spoken = [...TEXT.matchAll(/^- errors[: ](.+(?:\n {2}.+)*)/gm)].flatMap(([, text = '']) =>
    [...text.matchAll(/`([a-z]\w+)`/g)].map(([, code = '']) => code),
  )
  const fields = ['step', 'uids', 'changedSince', 'unchangedSince', 'vanished']
  expect(spoken.filter((code) => !Object.hasOwn(ERROR_CODES, code) && !fields.includes(code))).toEqual([])
})

test('events: the table is the code’s', () => {
  // A record of all types: one that is added to the code does not compile until it stands here.
  const types: Record<BridgeEvent['type'], true> = {
    exists: true,
    expunge: true,
    flags: true,
    resync: true,
    polling: true,
    mailboxes: true,
    alert: true,
    throttled: true,
    credentials: true,
    bye: true,
  }
  expect(firstColumn(section('## 6. Events'))).toEqual(Object.keys(types).sort())
})

test('limits: the figures are the code’s', () => {
  const figures: [string, string][] = [
    [`${limits.MAX_FRAME_BYTES.toLocaleString('en')} bytes`, 'frame'],
    [`\`${limits.SUBPROTOCOL}\``, 'subprotocol'],
    [`within ${limits.CREDENTIALS_DEADLINE_MS / 1000} s`, 'deadline'],
    [`Every ${limits.PING_INTERVAL_MS / 1000} s`, 'ping'],
    [`after ${limits.SILENCE_TIMEOUT_MS / 1000} s`, 'silence'],
    [`Up to ${limits.MAX_RUNNING_CALLS} run`, 'calls'],
    [`send ${limits.INITIAL_CREDIT_BYTES / 1024 / 1024} MiB`, 'credit'],
    [`more than ${limits.MAX_CREDIT_BYTES / 1024 / 1024} MiB`, 'credit in all'],
    [`at most ${limits.STREAM_CHUNK_BYTES / 1024} KiB`, 'chunk'],
    [`at most ${limits.MAX_TEXT_LENGTH.toLocaleString('en')} UTF-16`, 'text'],
    [`at most ${limits.MAX_CRITERIA_DEPTH} levels`, 'criteria depth'],
    [`${limits.MAX_CRITERIA_NODES.toLocaleString('en')} criteria`, 'criteria'],
    [`up to ${limits.MAX_STATUS_MAILBOXES.toLocaleString('en')} mailboxes`, 'status'],
    [`1 to ${limits.MAX_RECIPIENTS.toLocaleString('en')} recipients`, 'recipients'],
    [`at most ${limits.MAX_BODY_PARTS}\n`, 'sections'],
    [`not here within ${bridge.IMAGE_TIMEOUT_MS / 1000} s`, 'time of a picture'],
    [`more than ${bridge.MAX_IMAGE_BYTES / 1024 / 1024} MiB.`, 'a picture'],
    [`At most ${bridge.MAX_IMAGES_AT_ONCE} pictures`, 'pictures'],
    [`${bridge.MAX_IMAGE_REDIRECTS} redirects`, 'redirects'],
    [`cut at ${limits.MAX_TEXT_LENGTH.toLocaleString('en')} characters`, 'the server’s words'],
    [`longer than ${limits.MAX_SET_LENGTH.toLocaleString('en')} characters`, 'a search’s set'],
    [`longer than ${bridge.MAX_COPIED_SET_LENGTH.toLocaleString('en')} characters`, 'copied UIDs'],
    [`the first ${bridge.MAX_ADDRESSES.toLocaleString('en')} are`, 'addresses of a field'],
    [`fit into ${bridge.MAX_ADDRESSES_LENGTH.toLocaleString('en')};`, 'addresses'],
    [`the first ${bridge.MAX_HEADERS_LENGTH.toLocaleString('en')};`, 'headers'],
    [`the subject ${bridge.MAX_SUBJECT_LENGTH.toLocaleString('en')},`, 'subject'],
    [`identifiers ${bridge.MAX_MESSAGE_ID_LENGTH.toLocaleString('en')} each`, 'identifiers'],
    [`the flags ${bridge.MAX_FLAGS_LENGTH.toLocaleString('en')}.`, 'flags'],
    [`${bridge.MAX_STRUCTURE_LENGTH.toLocaleString('en')} units of text`, 'structure'],
    [`at most ${bridge.BODY_BUDGET_BYTES / 1024 / 1024} MiB for all calls of a session`, 'bodies'],
    [`or ${bridge.DRAIN_MS / 1000} s after the bridge was asked`, 'going away'],
    [`for ${bridge.SENT_COPY_WAIT_MS / 1000} s after it answered`, 'the copy for Sent'],
    [`${bridge.BODY_FLOWING_RESERVE_BYTES / 1024 / 1024} MiB of it are kept`, 'bodies that flow'],
  ]
  const missing = figures
    .filter(([figure]) => !TEXT.includes(figure))
    .map(([figure, what]) => `${what}: ${figure}`)
  expect(missing).toEqual([])
})

describe('rules', () => {
  const rules = [...TEXT.matchAll(/^\*\*([TC]\d)\b/gm)].map(([, id]) => id ?? '').sort()

  test('all are there', () => {
    expect(rules).toEqual([
      'C1',
      'C2',
      'C3',
      'C4',
      'C5',
      'C6',
      'C7',
      'C8',
      'T1',
      'T2',
      'T3',
      'T4',
      'T5',
      'T6',
    ])
  })

  test('each is carried by the name of a test against a real bridge', () => {
    const folder = join(ROOT, 'test/integration/protocol')
    const titles = readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/['`][TC]\d: /g) ?? [])
      .map((title) => title.slice(1, 3))
    expect(rules.filter((rule) => !titles.includes(rule))).toEqual([])
  })
})

describe('the example', () => {
  const lines = section('## 10. An example')
    .split('```')[1]
    ?.trim()
    .split(/\n(?=[→←])/)
    .map((line) => ({ to: line.startsWith('→') ? 'bridge' : 'page', text: line.slice(1).trim() }))
  const isHex = (text: string): boolean => /^[0-9a-f]{2}( |$)/.test(text)
  const bytesOf = (text: string): Uint8Array => Buffer.from(text.replace(/\s/g, ''), 'hex')
  type Parsed = Record<string, unknown> & { tag?: number }
  const parse = (text: string): Parsed => JSON.parse(text) as Parsed

  test('is a session of both sides', () => {
    expect(lines?.length).toBeGreaterThan(20)
  })

  test('every frame is one, and every call, item and result is as its command says', () => {
    const called = new Map<number, CommandDefinition>()
    const ended = new Set<number>()
    for (const { to, text } of lines ?? []) {
      if (isHex(text)) {
        const chunk = decodeChunk(bytesOf(text))
        expect(called.has(chunk?.tag ?? 0) && !ended.has(chunk?.tag ?? 0)).toBe(true)
        continue
      }
      const frame = parse(text)
      if (to === 'bridge') {
        const schema =
          'command' in frame
            ? callFrame
            : 'cancel' in frame
              ? cancelFrame
              : 'credit' in frame
                ? creditFrame
                : pongFrame
        v.parse(schema, frame)
        if (!('command' in frame)) continue
        const definition = definitions[frame['command'] as CommandName] as CommandDefinition
        v.parse(definition.args, frame['args'])
        called.set(frame.tag ?? 0, definition)
        continue
      }
      if (frame.tag === undefined) {
        expect(['hello', 'event', 'ping', 'credit', 'error']).toContain(Object.keys(frame)[0])
        continue
      }
      const definition = called.get(frame.tag) as CommandDefinition
      expect([frame.tag, definition !== undefined, ended.has(frame.tag)]).toEqual([frame.tag, true, false])
      for (const item of (frame['items'] as unknown[] | undefined) ?? []) v.parse(definition.item, item)
      if ('result' in frame) v.parse(definition.result, frame['result'])
      if ('error' in frame) expect(ERROR_CODES).toHaveProperty((frame['error'] as { code: string }).code)
      if (!('items' in frame)) ended.add(frame.tag)
    }
    expect([...called.keys()].filter((tag) => !ended.has(tag))).toEqual([])
  })

  test('the bytes of section 2 are the chunk they are said to be', () => {
    const [, block = ''] = section('## 2. Frames').split('```')
    const chunk = decodeChunk(bytesOf(block))
    expect(chunk).toMatchObject({ tag: 5, stream: 0, last: true })
    expect(Buffer.from(chunk?.bytes ?? []).toString()).toBe('At noon?\r\n')
  })
})

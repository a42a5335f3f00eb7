import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { commands, type CommandName } from '../../../../shared/protocol/registry.ts'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import type { Call } from '../../../../web/bridge/types.ts'
import { lineWithoutMail, withoutMail, withoutSecrets } from '../../../../web/console/conceal.ts'
import { fieldsOf } from '../../../../shared/protocol/fields.ts'
import { MAX_ENTRIES } from '../../../../web/console/limits.ts'
import { createRecorder, type CallEntry } from '../../../../web/console/recorder.ts'
import { START_ARGS } from '../../../../web/console/startArgs.ts'
import { REFERENCE_PAGE } from '../../../support/referencePage.ts'
import { tableOf } from '../../../support/referenceTable.ts'

const PLACE = {
  provider: 'work',
  user: 'anna@ponte.test',
  address: 'anna@ponte.test',
  mailbox: { path: 'INBOX', uidValidity: '7' },
  uid: 3,
  seq: 2,
  now: new Date('2026-11-28T16:00:00Z'),
}
const names = Object.keys(commands) as CommandName[]

describe('the form of a command', () => {
  it.each(names)('%s: begins with arguments that the protocol takes', (name) => {
    expect(
      v.safeParse(commands[name].args as v.GenericSchema, START_ARGS[name](PLACE)).issues,
    ).toBeUndefined()
  })

  it.each(names)('%s: has a field for each argument', (name) => {
    const { entries } = commands[name].args as unknown as { entries: object }
    expect(fieldsOf(commands[name].args).map((field) => field.name)).toEqual(Object.keys(entries))
  })

  it('knows lists, choices, groups, shapes and secrets', () => {
    const kinds = (name: CommandName) => fieldsOf(commands[name].args).map((field) => field.kind)
    expect(kinds('fetch')).toEqual(['group', 'variant', 'choices', 'lines', 'choice', 'text', 'boolean'])
    expect(kinds('authenticate')).toEqual(['text', 'text', 'secret', 'choice'])
    expect(kinds('search')).toEqual(['group', 'json', 'choice'])
  })
})

describe('what the console keeps to itself', () => {
  it('tells no secret, and what somebody wrote only when asked', () => {
    const args = { user: 'anna', accessToken: 'eyJ', credentials: { kind: 'password', password: 'tulip' } }
    expect(JSON.stringify(withoutSecrets(args))).not.toMatch(/eyJ|tulip/)
    const row = {
      uid: 3,
      flags: ['\\Seen'],
      envelope: { subject: 'The safe', from: [{ name: 'Anna', address: 'a@b' }] },
    }
    const told = JSON.stringify(withoutMail(row))
    expect(told).not.toMatch(/safe|Anna|a@b/)
    expect(told).toContain('\\\\Seen')
  })

  it('hides the texts of compact rows, which have no names', () => {
    expect(JSON.stringify(withoutMail([7, 'The safe', ['Anna']]))).not.toMatch(/safe|Anna/)
    expect(withoutMail({ path: 'INBOX', set: '1:*' })).toEqual({ path: 'INBOX', set: '1:*' })
  })

  it('hides quoted texts in lines about messages, and leaves the others', () => {
    expect(lineWithoutMail('* 1 FETCH (ENVELOPE ("Mon" "The \\"safe\\"" NIL))')).not.toContain('safe')
    expect(lineWithoutMail('7 UID SEARCH SUBJECT "safe"')).not.toContain('safe')
    expect(lineWithoutMail('7 SELECT "INBOX"')).toBe('7 SELECT "INBOX"')
  })
})

describe('the recorder', () => {
  const world = () => {
    let time = 0
    let paused = false
    const recorder = createRecorder({
      now: () => (time += 5),
      onChange: () => undefined,
      isPaused: () => paused,
    })
    return { recorder, pause: () => (paused = true) }
  }
  const answering: Call = (async (_name, _args, options) => {
    options?.onItem?.({ path: 'A' } as never)
    await options?.onBytes?.(0, new Uint8Array(10), true)
    return {} as never
  }) as Call

  it('writes down a command from its call to its answer, and hands all of it on', async () => {
    const { recorder } = world()
    const items: unknown[] = []
    const bytes: number[] = []
    await recorder.watcher.link(answering)(
      'list',
      {},
      {
        onItem: (item) => items.push(item),
        onBytes: (_stream, chunk) => void bytes.push(chunk.length),
      },
    )
    expect(items).toEqual([{ path: 'A' }])
    expect(bytes).toEqual([10])
    expect(recorder.entries).toMatchObject([
      { kind: 'call', command: 'list', state: 'ok', itemCount: 1, streams: { 0: 10 }, result: {} },
    ])
    expect((recorder.entries[0] as CallEntry).ms).toBeGreaterThan(0)
  })

  it('writes down how one failed, and throws it on', async () => {
    const { recorder } = world()
    const failing = (() => Promise.reject(new PonteError('serverNo', { server: 'NO' }))) as Call
    await expect(recorder.watcher.link(failing)('noop', {})).rejects.toMatchObject({ code: 'serverNo' })
    expect(recorder.entries).toMatchObject([{ state: 'failed', error: { code: 'serverNo', server: 'NO' } }])
  })

  it('keeps a bounded past, nothing while paused, and never its own trace', async () => {
    const { recorder, pause } = world()
    for (let n = 0; n < MAX_ENTRIES + 10; n++) recorder.watcher.event({ type: 'mailboxes' })
    expect(recorder.entries.length).toBe(MAX_ENTRIES)
    recorder.clear()
    await recorder.watcher.link(answering)('trace', {})
    pause()
    await recorder.watcher.link(answering)('noop', {})
    recorder.watcher.event({ type: 'mailboxes' })
    expect(recorder.entries).toEqual([])
  })
})

it('docs/console.md holds the table that the tests run', () => {
  const text = readFileSync(new URL('../../../../docs/console.md', import.meta.url), 'utf8')
  const plain = (line: string): string => line.replaceAll(/ +/g, ' ').replaceAll('\\', '')
  const written = text.split('\n').map(plain)
  expect(
    tableOf(REFERENCE_PAGE)
      .map(plain)
      .filter((row) => !written.includes(row)),
  ).toEqual([])
})

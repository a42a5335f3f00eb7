import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { decodeChunk } from '../../shared/protocol/chunks.ts'
import { startTestBridge, type TestBridge } from '../support/bridge.ts'
import { ADA, startDemoImap, type DemoImap } from '../support/demoImap.ts'

/** Transcripts of sessions that older pages had: this bridge must still answer them, field by field. */

interface Transcript {
  protocol: number
  steps: ({ send: unknown } | { receive: Record<string, unknown> })[]
}

const FOLDER = new URL('../compat/', import.meta.url)
let imap: DemoImap
let bridge: TestBridge

beforeAll(async () => {
  imap = await startDemoImap()
  const endpoint = { host: '127.0.0.1', port: imap.server.port, ca: imap.certificate.ca }
  bridge = await startTestBridge([
    {
      id: 'demo',
      name: 'Demo',
      auth: { kind: 'oidc', clientId: 'x', authority: 'https://id.example.org/', scopes: ['openid'] },
      imap: endpoint,
      smtp: { ...endpoint, port: 1 },
      sentIsFiledByServer: true,
    },
  ])
  imap.store.account(ADA)?.append('INBOX', {
    raw: Buffer.from('From: Ben Carter <ben@example.org>\r\nSubject: Lunch?\r\n\r\nAt noon?\r\n'),
    flags: [],
    internalDate: new Date('2026-11-22T10:00:00Z'),
  })
})
afterAll(async () => {
  await bridge.stop()
  await imap.close()
})

/** `<any>` for whatever is there; every other field as it was. What a later version adds is left out of account. */
function expected(value: unknown): unknown {
  if (value === '<any>') return expect.anything()
  if (Array.isArray(value)) return value.map(expected)
  if (typeof value !== 'object' || value === null) return value
  return expect.objectContaining(
    Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, expected(entry)])),
  )
}

it.each(readdirSync(FOLDER))('%s is answered as it was', async (name) => {
  const { steps } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Transcript
  const url = `${bridge.origin.replace('http', 'ws')}/bridge`
  const socket = new WebSocket(url, 'ponte.1', { origin: bridge.origin })
  const received: unknown[] = []
  let wake = (): void => undefined
  socket.on('message', (data: Buffer, isBinary) => {
    const chunk = isBinary ? decodeChunk(data) : undefined
    const frame = isBinary ? undefined : (JSON.parse(data.toString()) as object)
    if (chunk && chunk.bytes.length > 0) received.push({ bytes: Buffer.from(chunk.bytes).toString('latin1') })
    // Pings and events come when they come.
    if (frame && !('ping' in frame) && !('event' in frame)) received.push(frame)
    wake()
  })
  const next = async (): Promise<unknown> => {
    while (received.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    return received.shift()
  }
  let uidValidity = ''
  for (const step of steps) {
    if ('send' in step) socket.send(JSON.stringify(step.send).replaceAll('<uidValidity>', uidValidity))
    else {
      const frame = await next()
      expect(frame).toEqual(expected(step.receive))
      uidValidity = /"uidValidity":"(\d+)"/.exec(JSON.stringify(frame))?.[1] ?? uidValidity
    }
  }
  socket.terminate()
})

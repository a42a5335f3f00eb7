import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type FetchMessageObject, ImapFlow, type MessageStructureObject } from 'imapflow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, type DemoImap, startDemoImap, TOKEN } from '../support/demoImap.ts'
import { type Dovecot, startDovecot } from '../support/dovecot.ts'

/** Messages collected from the tests of mail libraries; not part of this repository. */
const CORPUS = '../shared/corpus/messages'

/**
 * Messages that Dovecot and the demo's server read differently, each for one of these reasons. All of them are
 * defective mail, which no standard says how to read.
 */
const READ_DIFFERENTLY: readonly RegExp[] = [
  /\/malformed_/, // broken boundaries: the same in two levels, one the start of the other, never closed, none
  /(?:raw_email4|illegal_boundary|binary_encoded|bad_time|missing_body|empty_in_reply_to|must_supply_encoding|bad_date_header2)/, // the same
  /(?:rfc_001|rfc_004|rfc_009|thirdparty_007|multiple_from|at_display_name)/, // addresses that are none
  /(?:encoding_empty|encoding_madness|weird_to|raw_email11|mix_caps|rfc2822_example1[13])/, // the same
  /(?:thirdparty_004|qp_with_space|encoding_text-html|with_semi_colon)/, // transfer encodings that are none
  /(?:unquoted_name|missing_content_disposition|invalid_content_dispositions|bad_date_header)/, // values that are none
  /quoted_boundary/, // two Subjects: Dovecot shows the last
  /thirdparty_005/, // NUL, which Dovecot replaces
  /rfc2822_example14/, // a tab in a folded Subject, which Dovecot makes a space
  // Dovecot counts the line break before an outer boundary to the multipart that ends there; RFC 2046 to the boundary.
  /(?:rfc_008|thirdparty_008|thirdparty_015|nested|mimetorture|message_rfc822_inline_image)/,
]

interface Facts {
  envelope: unknown
  structure: unknown
  size: number | undefined
  source: string | undefined
  parts: [string, string | undefined][]
}

function connect(options: {
  port: number
  ca: string
  auth: { user: string; pass?: string; accessToken?: string }
}): ImapFlow {
  const { port, ca, auth } = options
  return new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: true,
    tls: { ca },
    auth,
    disableIMAP4rev2: true,
    logger: false,
  })
}

/** What a client can know of a message. Names of types and encodings are the same in any case. */
async function factsOf(client: ImapFlow, sequence: number): Promise<Facts> {
  const range = String(sequence)
  const message = required(
    await client.fetchOne(range, { envelope: true, bodyStructure: true, size: true, source: true }),
  )
  const names = partNames(message.bodyStructure).flatMap((part) => [part, `${part}.mime`])
  const bodies = required(await client.fetchOne(range, { bodyParts: ['header', 'text', ...names] }))
  return {
    envelope: message.envelope,
    structure: lowerCase(message.bodyStructure),
    size: message.size,
    source: message.source?.toString('latin1'),
    parts: ['header', 'text', ...names].map((name) => [
      name,
      bodies.bodyParts?.get(name)?.toString('latin1'),
    ]),
  }
}

function required(message: FetchMessageObject | false): FetchMessageObject {
  if (!message) throw new Error('the server has no such message')
  return message
}

function partNames(structure: MessageStructureObject | undefined): string[] {
  if (!structure) return []
  return [...(structure.part ? [structure.part] : []), ...(structure.childNodes ?? []).flatMap(partNames)]
}

function lowerCase(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, entry: unknown) =>
    typeof entry === 'string' && ['type', 'encoding', 'disposition'].includes(key)
      ? entry.toLowerCase()
      : entry,
  )
}

describe.skipIf(!existsSync(CORPUS))('collected messages, against Dovecot', () => {
  let dovecot: Dovecot
  let demo: DemoImap
  let clients: [dovecot: ImapFlow, demo: ImapFlow]
  const files = existsSync(CORPUS)
    ? readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.eml'))
        .sort()
    : []

  beforeAll(async () => {
    // Dovecot stores bare LF and sends CRLF; the demo's server keeps what it gets.
    const raws = files.map((name) =>
      Buffer.from(readFileSync(join(CORPUS, name), 'latin1').replace(/\r?\n/g, '\r\n'), 'latin1'),
    )
    dovecot = await startDovecot({ profile: 'full' })
    dovecot.append(dovecot.user(1), 'Corpus', ...raws)
    demo = await startDemoImap()
    const account = demo.store.ensureAccount(ADA)
    account.create('Corpus')
    for (const raw of raws) account.append('Corpus', { raw })
    clients = [
      connect({
        port: dovecot.imapPort,
        ca: dovecot.ca.cert,
        auth: { user: dovecot.user(1), pass: dovecot.password },
      }),
      connect({ port: demo.server.port, ca: demo.certificate.ca, auth: { user: ADA, accessToken: TOKEN } }),
    ]
    for (const client of clients) {
      await client.connect()
      await client.mailboxOpen('Corpus')
    }
  })

  afterAll(async () => {
    for (const client of clients ?? []) await client.logout()
    await demo?.close()
    await dovecot?.stop()
    expect(demo?.errors).toEqual([])
  })

  it('are read alike: envelope, structure, sizes and the bytes of every part', async () => {
    expect(files.length).toBeGreaterThan(100)
    const different: string[] = []
    for (const [index, name] of files.entries()) {
      const [theirs, ours] = await Promise.all(clients.map((client) => factsOf(client, index + 1)))
      if (!isDeepStrictEqual(theirs, ours)) different.push(`/${name}`)
    }
    expect(different.filter((name) => !READ_DIFFERENTLY.some((pattern) => pattern.test(name)))).toEqual([])
    expect(different.length).toBeLessThan(files.length / 3)
  })
})

import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { parse } from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeMessage } from '../../../bridge/smtp/compose.ts'
import { base64Length, encodeBase64 } from '../../../bridge/smtp/base64Lines.ts'
import { draft as draftSchema } from '../../../shared/mail/draft.ts'
import { textToDoc } from '../../../web/editor/docText.ts'
import { formatAddress } from '../../../web/mime/addressList.ts'
import {
  emptyDraft,
  recipientText,
  toMessage,
  type ComposerDraft,
} from '../../../web/stores/compose/draft.ts'
import { fileFrom, newContentId } from '../../../web/stores/compose/draftFiles.ts'

const RUNS = 200
const sender = { name: 'Giulia Moretti', address: 'giulia@example.org' }
const now = new Date('2026-11-22T10:00:00Z')

const SCRIPTS = [
  'abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:!?()"\'<>@\\-=_/&%$#*+[]{}|~^`',
  'àèéìòùçñüßøåœ ÀÉ',
  'привет мир ёъ',
  '漢字かなカナ日本語',
  'مرحبا بالعالم',
  'שלום עולם',
  'नमस्ते दुनिया',
  '👍🏽👩‍👩‍👧🇮🇹✉️',
]
/** Text in one script or several. Edges and runs of spaces are the headers' to fold. */
const words = (maxLength: number) =>
  fc
    .array(
      fc
        .constantFrom(...SCRIPTS)
        .chain((script) =>
          fc.string({ unit: fc.constantFrom(...Array.from(script)), minLength: 1, maxLength: 30 }),
        ),
      { minLength: 1, maxLength },
    )
    .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim())

const address = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,18}[a-z0-9]$/),
    fc.constantFrom('example.org', 'mail.example', 'bücher.example', '例え.example'),
  )
  .map(([local, domain]) => `${local.replace(/\.{2,}/g, '.')}@${domain}`)
const person = fc.record({ name: fc.oneof(fc.constant(''), words(2)), address })

/** Lines of any length: some longer than the 998 characters that RFC 5322 allows. */
const body = fc
  .array(fc.oneof(words(8), words(3), fc.constant(''), fc.constant('word '.repeat(300).trim())), {
    minLength: 1,
    maxLength: 8,
  })
  .map((lines) => lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== '')).join('\n\n'))
  .filter((text) => text.trim() !== '')

const file = fc.record({
  name: words(2).map((name) => `${name.replace(/[/\\:*?"<>|]/g, '') || 'file'}.bin`),
  bytes: fc.uint8Array({ maxLength: 3_000 }),
  inline: fc.boolean(),
})

const composed = fc.record({
  to: fc.uniqueArray(person, { minLength: 1, maxLength: 12, selector: (one) => one.address }),
  cc: fc.array(person, { maxLength: 3 }),
  subject: words(12),
  text: body,
  rich: fc.boolean(),
  files: fc.array(file, { maxLength: 3 }),
  references: fc.array(fc.stringMatching(/^<[a-z0-9]{3,60}@[a-z]{3,40}\.example>$/), { maxLength: 40 }),
})

async function built(given: typeof composed extends fc.Arbitrary<infer Given> ? Given : never) {
  const files = given.files.map(({ name, bytes, inline }) =>
    fileFrom(
      new Blob([new Uint8Array(bytes)], { type: inline && given.rich ? 'image/png' : 'application/x-own' }),
      name,
      inline && given.rich ? newContentId() : undefined,
    ),
  )
  const doc = textToDoc(given.text)
  for (const { contentId } of files)
    if (contentId !== undefined)
      doc.content?.push({
        type: 'paragraph',
        content: [{ type: 'image', attrs: { src: `cid:${contentId}` } }],
      })
  const draft: ComposerDraft = {
    ...emptyDraft({ from: sender, format: given.rich ? 'rich' : 'plain' }),
    to: recipientText(given.to.map(formatAddress)),
    cc: recipientText(given.cc.map(formatAddress)),
    subject: given.subject,
    doc,
    text: given.text,
    files,
    references: given.references,
  }
  const input = toMessage(draft, sender, now)
  const attachments = files.map(({ blob }) => ({
    encoding: 'base64' as const,
    size: base64Length(blob?.size ?? 0),
    read: () =>
      encodeBase64(
        (async function* () {
          if (blob) yield new Uint8Array(await blob.arrayBuffer())
        })(),
      ),
  }))
  const message = await composeMessage(parse(draftSchema, input), { keepBcc: true, attachments })
  const chunks: Uint8Array[] = []
  for await (const chunk of message.read()) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  expect(raw.length).toBe(message.size)
  return { raw, input, draft, files }
}

interface Read {
  subject: string
  to: { name: string; address: string }[]
  cc: { name: string; address: string }[]
  text: string
  html: string | undefined
  references: string[]
  files: { name: string; hex: string }[]
}

const hexOf = (bytes: Uint8Array | ArrayBuffer | string): string =>
  Buffer.from(bytes as Uint8Array).toString('hex')
const lines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd()
const spaces = (text: string): string => text.replace(/\s+/g, ' ').trim()
/** A domain as people write it. */
const unicode = (one: { name?: string; address?: string | undefined }) => {
  const [local = '', domain = ''] = (one.address ?? '').split('@')
  return { name: spaces(one.name ?? ''), address: `${local}@${new URL(`https://${domain}`).hostname}` }
}

async function byPostalMime(raw: Buffer): Promise<Read> {
  const mail = await PostalMime.parse(raw)
  return {
    subject: mail.subject ?? '',
    to: (mail.to ?? []).map(unicode),
    cc: (mail.cc ?? []).map(unicode),
    text: lines(mail.text ?? ''),
    html: mail.html === undefined ? undefined : lines(mail.html),
    references: mail.references?.split(/\s+/).filter(Boolean) ?? [],
    files: mail.attachments.map((one) => ({ name: one.filename ?? '', hex: hexOf(one.content) })),
  }
}

/** Reads messages, each in base64 on a line, and answers what it found, each as JSON on a line. */
const PYTHON = `
import base64, email, email.policy, json, sys
for line in sys.stdin:
    m = email.message_from_bytes(base64.b64decode(line), policy=email.policy.default)
    people = lambda field: [{'name': a.display_name, 'address': a.addr_spec} for a in (m[field].addresses if m[field] else [])]
    body = lambda kind: (lambda p: p.get_content() if p is not None else None)(m.get_body((kind,)))
    files = [p for p in m.walk() if p.get_filename() is not None]
    print(json.dumps({'subject': m['subject'], 'to': people('to'), 'cc': people('cc'), 'text': body('plain'), 'html': body('html'),
      'references': (m['references'] or '').split(),
      'defects': [str(d) for p in m.walk() for d in p.defects],
      'files': [{'name': p.get_filename(), 'hex': (p.get_payload(decode=True) or b'').hex()} for p in files]}))
`

/** RFC 5322 section 2.1.1 and 2.2.3, and what 7-bit transports take. */
function lint(raw: Buffer): string[] {
  const text = raw.toString('latin1')
  const [head = ''] = text.split('\r\n\r\n')
  const faults: string[] = []
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) faults.push('a line break that is no CRLF')
  if (/[^\x01-\x7f]/.test(text)) faults.push('a byte that is no ASCII')
  for (const line of text.split('\r\n')) if (line.length > 998) faults.push(`a line of ${line.length}`)
  for (const line of head.split('\r\n')) {
    if (line.trim() === '') faults.push('a folded line of nothing')
    if (!/^(?:[!-9;-~]+:|[ \t])/.test(line)) faults.push(`no field: ${line}`)
    // What can be folded is: only one long word may be longer than 78.
    if (line.length > 78 && /^[ \t]?\S+[ \t]\S+[ \t]/.test(line.slice(0, 78)) && line.length > 200)
      faults.push(`not folded: ${line}`)
    if (/=\?[^?]+\?[QB]\?[^?]*\?=/i.test(line) && line.length > 76 + 78)
      faults.push(`long encoded word: ${line}`)
  }
  return faults
}

const hasPython = spawnSync('python3', ['-c', 'import email.policy']).status === 0

describe('messages as the composer makes them', () => {
  let made: (Awaited<ReturnType<typeof built>> & { read: Read })[] = []
  beforeAll(async () => {
    const samples = fc.sample(composed, { numRuns: RUNS, seed: 20_261_128 })
    made = await Promise.all(
      samples.map(async (given) => {
        const message = await built(given)
        return { ...message, read: await byPostalMime(message.raw) }
      }),
    )
  })

  function expectGivenBack({ input, files }: (typeof made)[number], read: Read): void {
    expect(spaces(read.subject)).toBe(spaces(input.subject))
    expect(read.to.map(unicode)).toEqual(input.to.map(unicode))
    expect(read.cc.map(unicode)).toEqual((input.cc ?? []).map(unicode))
    expect(lines(read.text)).toBe(lines(input.text))
    expect(read.html === undefined ? undefined : lines(read.html)).toBe(
      input.html === undefined ? undefined : lines(input.html),
    )
    expect(read.references).toEqual(input.references)
    expect(read.files.map(({ name }) => name).sort()).toEqual(files.map(({ name }) => name).sort())
  }

  it('are given back by postal-mime as they were put in', async () => {
    for (const one of made) {
      expectGivenBack(one, one.read)
      const sent = await Promise.all(
        one.files.map(async ({ blob }) =>
          hexOf(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer())),
        ),
      )
      expect(one.read.files.map(({ hex }) => hex).sort()).toEqual(sent.sort())
    }
  })

  it.skipIf(!hasPython)('are given back by Python’s email package as they were put in', () => {
    const output = execFileSync('python3', ['-c', PYTHON], {
      input: made.map(({ raw }) => raw.toString('base64')).join('\n'),
      maxBuffer: 1 << 28,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    })
    const answers = output.toString().trim().split('\n')
    expect(answers).toHaveLength(RUNS)
    for (const [at, answer] of answers.entries()) {
      const one = made[at]
      const { html, ...read } = JSON.parse(answer) as Omit<Read, 'html'> & {
        html: string | null
        defects: string[]
      }
      expect(read.defects).toEqual([])
      if (!one) continue
      // It reads the space between two encoded words of a name, against RFC 2047 section 6.2; which words, the other parser told.
      const names = new Map(
        [...one.read.to, ...one.read.cc].map(({ name }) => [name.replaceAll(' ', ''), name]),
      )
      const named = (people: Read['to']) =>
        people.map((person) => ({
          ...person,
          name: names.get(person.name.replaceAll(' ', '')) ?? person.name,
        }))
      expectGivenBack(one, { ...read, to: named(read.to), cc: named(read.cc), html: html ?? undefined })
    }
  })

  it('keep to the lengths and the folding of RFC 5322', () => {
    for (const { raw } of made) expect(lint(raw)).toEqual([])
  })
})

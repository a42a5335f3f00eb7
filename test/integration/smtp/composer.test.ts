import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { textToDoc } from '../../../web/editor/docText.ts'
import { createComposer } from '../../../web/stores/compose/createComposer.ts'
import { emptyDraft, type ComposerDraft } from '../../../web/stores/compose/draft.ts'
import { fileFrom, fileFromPart } from '../../../web/stores/compose/draftFiles.ts'
import { createServerDrafts } from '../../../web/stores/compose/serverDrafts.ts'
import { eraseFound, findById } from '../../../web/stores/fetch/findMessages.ts'
import { mailboxAt } from '../../../web/stores/fetch/status.ts'
import { memoryDrafts } from '../../support/memoryDrafts.ts'
import { startSmtpSink, type SmtpSink } from '../../support/smtpSink.ts'
import { startMailHost, type MailHost, type Submitter } from './submitter.ts'

/** What the page's composer does, through a real bridge, on a real mail server; only the browser's storage is in memory. */

let host: MailHost
let sink: SmtpSink
let submitter: Submitter

beforeAll(async () => {
  host = await startMailHost()
  sink = await startSmtpSink({ ca: host.dovecot.ca, checkToken: () => true })
  submitter = await host.signIn({ host: '127.0.0.1', port: sink.port, ca: host.dovecot.ca.cert })
})
afterAll(async () => {
  await host.stop()
  await sink.stop()
})
beforeEach(() => {
  sink.messages.length = 0
})

const client = () => submitter.session.client
const self = () => ({ name: '', address: submitter.user })
const draftOf = (change: Partial<ComposerDraft> = {}): ComposerDraft => ({
  ...emptyDraft({ from: self(), format: 'rich', to: ['anna@example.org'] }),
  subject: 'Lunch',
  doc: textToDoc('At one?'),
  ...change,
})
const uidsIn = async (path: string, { messageId }: ComposerDraft): Promise<number[]> =>
  (await findById(client(), path, messageId)).uids

function serverDrafts() {
  return createServerDrafts({
    client: client(),
    sender: self,
    path: () => 'Drafts',
    erase: (messages) => eraseFound(client(), messages, true),
    changed: () => undefined,
  })
}

describe('a draft on the server', () => {
  it('is replaced by each save and goes for good; what others deleted stays', async () => {
    const server = serverDrafts()
    const [draft, other] = [draftOf(), draftOf()]
    await server.save(other)
    const mailbox = await mailboxAt(client(), 'Drafts')
    await client().call(
      'store',
      {
        mailbox,
        messages: { by: 'uid', set: String(other.serverCopy?.uid) },
        change: { action: 'add', flags: ['\\Deleted'] },
      },
      { lane: 'side' },
    )
    await server.save(draft)
    expect(await uidsIn('Drafts', draft)).toEqual([draft.serverCopy?.uid])
    const first = draft.serverCopy?.uid
    draft.subject = 'Dinner'
    await server.save(draft)
    expect(draft.serverCopy?.uid).not.toBe(first)
    expect(await uidsIn('Drafts', draft)).toEqual([draft.serverCopy?.uid])
    await server.remove(draft)
    expect(await uidsIn('Drafts', draft)).toEqual([])
    expect(await uidsIn('Drafts', other)).toHaveLength(1)
  })

  it('carries a file that lies in its earlier copy over into the new one', async () => {
    const server = serverDrafts()
    const file = fileFrom(new Blob(['the plan'], { type: 'text/plain' }), 'plan.txt')
    const draft = draftOf({ format: 'plain', text: 'At one?', files: [file] })
    await server.save(draft)
    const { uid = 0, uidValidity = '', path } = draft.serverCopy ?? {}
    const part = {
      part: '2',
      type: 'text/plain',
      encoding: 'base64',
      size: 12,
      parameters: {},
      disposition: 'attachment',
      dispositionParameters: { filename: 'plan.txt' },
    }
    const mailbox = { path: path ?? '', uidValidity }
    draft.files = [fileFromPart(part, { mailbox, uid })]
    draft.subject = 'Dinner'
    await server.save(draft)
    expect(await uidsIn('Drafts', draft)).toEqual([draft.serverCopy?.uid])
    const { reference } = draft.files[0] ?? {}
    expect(reference).toMatchObject({ uid: draft.serverCopy?.uid, part: '2' })
    const bytes: Uint8Array[] = []
    await client().call(
      'fetchBody',
      {
        mailbox,
        uid: reference?.uid ?? 0,
        sections: [{ kind: 'part', part: '2', decode: 'base64' }],
      },
      { lane: 'side', onBytes: (_, chunk) => void bytes.push(chunk.slice()) },
    )
    expect(Buffer.concat(bytes).toString()).toBe('the plan')
  })
})

describe('a message', () => {
  const open = () =>
    effectScope(true).run(() =>
      createComposer({
        account: 'me',
        senders: { list: [self()], addresses: [submitter.user] },
        client: client(),
        credentials: () => Promise.resolve(submitter.credentials),
        isReady: () => true,
        storage: memoryDrafts(),
        locks: undefined,
        folders: {
          pathFor: (use) => ({ drafts: 'Drafts', sent: 'Sent' })[use],
          ensure: async (use) => ({ kind: 'there', path: { drafts: 'Drafts', sent: 'Sent' }[use] }),
          isKnown: () => true,
          countSoon: () => undefined,
        },
        format: () => 'rich',
        undoSendMs: () => 0,
        sentIsFiledByServer: false,
        markAnswered: () => Promise.resolve(),
        erase: (messages) => eraseFound(client(), messages, true),
        loadBody: () => Promise.reject(new Error('nothing is opened here')),
        toasts: { show: () => undefined, dismiss: () => undefined },
        signatureOf: () => undefined,
        remember: () => undefined,
      }),
    )!

  function begin(composer: ReturnType<typeof open>): ComposerDraft {
    composer.write('anna@example.org')
    const draft = composer.draft.value!
    return Object.assign(draft, { subject: 'Lunch', doc: textToDoc('At one?') })
  }

  it('that is sent arrives once, with one copy in Sent', async () => {
    const composer = open()
    const draft = begin(composer)
    composer.send(draft)
    await expect.poll(() => composer.drafts.value).toEqual([])
    expect(sink.messages).toHaveLength(1)
    expect(await uidsIn('Sent', draft)).toHaveLength(1)
  })

  it('whose connection breaks before the answer is unknown, and not sent again', async () => {
    sink.behaviour.dropAfterData = true
    const composer = open()
    const draft = begin(composer)
    composer.send(draft)
    await expect.poll(() => draft.state).toMatchObject({ kind: 'unknown', looking: false })
    composer.send(draft)
    expect(draft.state.kind).toBe('unknown')
    expect(sink.messages).toHaveLength(1)
    sink.behaviour.dropAfterData = false
  })

  it('that the server refuses is still here', async () => {
    sink.behaviour.refuseMessage = true
    const composer = open()
    const draft = begin(composer)
    composer.send(draft)
    await expect.poll(() => draft.state).toMatchObject({ kind: 'failed', failure: { step: 'data' } })
    expect(composer.draft.value).toBe(draft)
    sink.behaviour.refuseMessage = false
  })
})

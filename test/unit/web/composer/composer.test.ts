import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, type EffectScope } from 'vue'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { textToDoc } from '../../../../web/editor/docText.ts'
import { createComposer, type ComposerOptions } from '../../../../web/stores/compose/createComposer.ts'
import type { ComposerDraft } from '../../../../web/stores/compose/draft.ts'
import { fileFrom } from '../../../../web/stores/compose/draftFiles.ts'
import {
  FILE_PAUSE_MS,
  FILE_TRIES,
  SAVE_DELAY_MS,
  SEND_AGAIN_MS,
  STORE_DELAY_MS,
} from '../../../../web/stores/compose/limits.ts'
import { eraseFound } from '../../../../web/stores/fetch/findMessages.ts'
import type { Toast } from '../../../../web/stores/kit/toasts.ts'
import type { MessageBody } from '../../../../web/stores/reading/messageBody.ts'
import { memoryDrafts } from '../../../support/memoryDrafts.ts'
import { scriptedMail } from '../../../support/scriptedMail.ts'

const UNDO_MS = 5_000
const original = { mailbox: { path: 'INBOX', uidValidity: '1' }, uid: 7, flag: '\\Answered' } as const
const unknown = { kind: 'unknown', looking: false, looked: false }

/** Web Locks of one browser. A page that closes releases what it holds. */
function memoryLocks() {
  const holders = new Map<string, object>()
  const waiting: (() => void)[] = []
  const retry = (): void => waiting.splice(0).forEach((attempt) => attempt())
  return {
    page() {
      const page = {}
      const request = (name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) =>
        new Promise<unknown>((resolve) => {
          const attempt = (): void => {
            if (holders.has(name)) {
              if (options.ifAvailable) resolve(callback(null))
              else waiting.push(attempt)
              return
            }
            holders.set(name, page)
            void Promise.resolve(callback({ name, mode: 'exclusive' })).then((value) => {
              holders.delete(name)
              resolve(value)
              retry()
            })
          }
          attempt()
        })
      return {
        request: request as LockManager['request'],
        close() {
          for (const [name, holder] of holders) if (holder === page) holders.delete(name)
          retry()
        },
      }
    },
  }
}

let mail: ReturnType<typeof scriptedMail>
let storage: ReturnType<typeof memoryDrafts>
let browser: ReturnType<typeof memoryLocks>
let toasts: Omit<Toast, 'id'>[]
let remembered: string[]
let ready: boolean
let scopes: EffectScope[]

/** A page of this browser with a composer. */
function openPage(options: Partial<ComposerOptions> = {}) {
  const locks = browser.page()
  const scope = effectScope()
  scopes.push(scope)
  const composer = scope.run(() =>
    createComposer({
      account: 'me',
      senders: { list: [{ name: '', address: 'me@example.org' }], addresses: ['me@example.org'] },
      client: mail.client,
      credentials: () => Promise.resolve({ kind: 'password', password: 'x' }),
      isReady: () => ready,
      storage,
      locks,
      folders: {
        pathFor: (use) => ({ drafts: 'Drafts', sent: 'Sent' })[use],
        ensure: async (use) => ({ kind: 'there', path: { drafts: 'Drafts', sent: 'Sent' }[use] }),
        isKnown: () => true,
        countSoon: () => undefined,
      },
      format: () => 'rich',
      undoSendMs: () => UNDO_MS,
      sentIsFiledByServer: false,
      markAnswered: async (mailbox, uid, flag) => {
        mail
          .folder(mailbox.path)
          .find((message) => message.uid === uid)
          ?.flags.push(flag)
      },
      erase: (messages) => eraseFound(mail.client, messages, true),
      loadBody: () => Promise.reject(new PonteError('messageGone')),
      toasts: { show: (toast) => void toasts.push(toast), dismiss: () => undefined },
      signatureOf: () => undefined,
      remember: (recipients) => void remembered.push(...recipients),
      ...options,
    }),
  )!
  return {
    composer,
    /** As a crash does: nothing more is written. */
    close() {
      scope.stop()
      locks.close()
    },
  }
}

type Composer = ReturnType<typeof openPage>['composer']

/** Lets watchers and promises run; no timer but those due now. */
const settle = async (ms = 0): Promise<void> => {
  await nextTick()
  await vi.advanceTimersByTimeAsync(ms)
}

function current(composer: Composer): ComposerDraft {
  const { value } = composer.draft
  if (!value) throw new Error('no draft is on screen')
  return value
}

async function written(composer: Composer, change: Partial<ComposerDraft> = {}): Promise<ComposerDraft> {
  composer.write('anna@example.org')
  const draft = current(composer)
  await settle()
  Object.assign(draft, { subject: 'Lunch', doc: textToDoc('At one?'), ...change })
  await settle()
  return draft
}

const texts = (): string[] => toasts.map(({ text }) => text)
const stored = (draft: ComposerDraft): unknown => {
  const record = storage.records.get(draft.messageId)
  return record === undefined ? undefined : (JSON.parse(record) as { state: unknown }).state
}

beforeEach(() => {
  vi.useFakeTimers()
  mail = scriptedMail()
  storage = memoryDrafts()
  browser = memoryLocks()
  toasts = []
  remembered = []
  ready = true
  scopes = []
})
afterEach(() => {
  for (const scope of scopes) scope.stop()
  vi.useRealTimers()
})

describe('sending', () => {
  it('counts down, submits once, marks the original, files a copy and removes the draft', async () => {
    mail.folder('INBOX').push({ uid: 7, messageId: '<o@x>', flags: [] })
    const { composer } = openPage()
    const draft = await written(composer, { original })
    await settle(SAVE_DELAY_MS)
    expect(mail.folder('Drafts')).toHaveLength(1)
    composer.send(draft)
    expect(composer.draft.value).toBeUndefined()
    expect(composer.outgoing.value).toEqual([draft])
    await settle(UNDO_MS - 1)
    expect(mail.count('submit')).toBe(0)
    await settle(1)
    expect(mail.calls.find(({ name }) => name === 'submit')?.args).toMatchObject({
      envelope: { from: 'me@example.org', to: ['anna@example.org'] },
      message: { draft: { subject: 'Lunch', text: 'At one?\n' } },
    })
    expect(mail.folder('Sent')).toMatchObject([{ messageId: draft.messageId, flags: ['\\Seen'] }])
    expect(mail.folder('INBOX')).toMatchObject([{ flags: ['\\Answered'] }])
    expect(mail.folder('Drafts')).toEqual([])
    expect(composer.drafts.value).toEqual([])
    expect(storage.records.size).toBe(0)
    expect(texts()).toEqual(['compose.toast.sent'])
    expect(remembered).toEqual(['anna@example.org'])
  })

  it('files no copy where the server does it', async () => {
    const { composer } = openPage({ sentIsFiledByServer: true })
    composer.send(await written(composer))
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
    expect(mail.count('append')).toBe(0)
    expect(composer.drafts.value).toEqual([])
  })

  it('can be called back', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS - 1)
    composer.undoSend(draft)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(0)
    expect(current(composer).state).toEqual({ kind: 'writing' })
  })

  it('can be hurried, and goes once', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    composer.sendNow(draft)
    composer.sendNow(draft)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
  })

  it('asks once about what may be forgotten', async () => {
    const { composer } = openPage()
    const draft = await written(composer, { subject: '' })
    composer.send(draft)
    expect(draft.state).toMatchObject({ kind: 'asking', questions: ['noSubject'] })
    composer.edited(draft)
    expect(draft.state).toEqual({ kind: 'writing' })
    composer.send(draft, true)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
  })

  it('without a connection refuses, and goes later', async () => {
    ready = false
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    expect(draft.state).toMatchObject({ kind: 'wrong', problem: 'offline' })
    ready = true
    composer.send(draft)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
  })

  it('when the connection goes during the countdown, waits for the next one', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    ready = false
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(0)
    expect(draft.state).toMatchObject({ kind: 'waiting', failure: { step: 'interrupted' } })
    expect(composer.outgoing.value).toEqual([draft])
    await settle(60_000)
    expect(mail.count('submit')).toBe(0)
    expect(stored(draft)).toBe('waiting')
    ready = true
    await composer.resume()
    await settle()
    expect(mail.count('submit')).toBe(1)
    expect(composer.drafts.value).toEqual([])
  })

  it('what did not get there goes again by itself, later and later, until the writer is told', async () => {
    mail.script.submit = () => ({ outcome: 'failed', step: 'network' })
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    for (const [at, after] of SEND_AGAIN_MS.entries()) {
      expect(draft.state).toMatchObject({ kind: 'waiting', tries: at + 1 })
      await settle(after - 1)
      expect(mail.count('submit')).toBe(at + 1)
      await settle(1)
    }
    expect(mail.count('submit')).toBe(SEND_AGAIN_MS.length + 1)
    expect(current(composer).state).toEqual({ kind: 'failed', failure: { step: 'network' } })
    expect(mail.folder('Sent')).toEqual([])
  })

  it('while it waits can be edited, or hurried', async () => {
    mail.script.submit = () => ({ outcome: 'failed', step: 'network' })
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    composer.undoSend(draft)
    expect(current(composer).state).toEqual({ kind: 'writing' })
    await settle(60_000)
    expect(mail.count('submit')).toBe(1)
    composer.send(draft)
    await settle(UNDO_MS)
    delete mail.script.submit
    composer.sendNow(draft)
    await settle()
    expect(mail.count('submit')).toBe(3)
    expect(composer.drafts.value).toEqual([])
  })

  it('goes on in the next page when this one is closed meanwhile, and can be called back there too', async () => {
    const first = openPage()
    const draft = await written(first.composer)
    first.composer.send(draft)
    await first.composer.flush()
    first.close()
    const { composer } = openPage()
    await settle()
    await composer.resume()
    const [revived] = composer.outgoing.value
    expect(revived).toMatchObject({ messageId: draft.messageId, state: { kind: 'counting' } })
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
    expect(composer.drafts.value).toEqual([])
  })

  it('tells the step that SMTP has come to', async () => {
    let step: ((step: 'network' | 'data') => void) | undefined
    mail.script.submit = (_args, options) => {
      step = (now) => options?.onItem?.({ step: now })
      return new Promise(() => undefined)
    }
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    step?.('network')
    expect(draft.state).toMatchObject({ kind: 'submitting', step: 'network' })
    step?.('data')
    expect(draft.state).toMatchObject({ kind: 'submitting', step: 'data' })
  })

  it('a refused message comes back with the reason, and a later try has its own date', async () => {
    mail.script.submit = () => ({ outcome: 'failed', step: 'data', server: '554 no' })
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    expect(current(composer).state).toEqual({ kind: 'failed', failure: { step: 'data', server: '554 no' } })
    expect(draft.date).toBeUndefined()
    expect(stored(draft)).toBe('writing')
    mail.script.submit = () => ({ outcome: 'sent' })
    composer.send(draft)
    await settle(UNDO_MS)
    expect(composer.drafts.value).toEqual([])
  })

  it('names recipients that the server refused', async () => {
    mail.script.submit = () => ({ outcome: 'sent', rejected: [{ address: 'x@y.z', server: '550' }] })
    const { composer } = openPage()
    composer.send(await written(composer))
    await settle(UNDO_MS)
    expect(toasts).toMatchObject([
      { text: 'compose.toast.sentButRefused', values: { addresses: 'x@y.z' }, server: '550' },
    ])
  })

  it('without credentials fails before anything leaves the page', async () => {
    const { composer } = openPage({ credentials: () => Promise.reject(new PonteError('connectionLost')) })
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    expect(draft.state).toEqual({ kind: 'failed', failure: { step: 'authenticate' } })
    expect(mail.count('submit')).toBe(0)
  })

  it('tells what waits when another draft is on screen', async () => {
    mail.script.submit = () => ({ outcome: 'failed', step: 'data' })
    const { composer } = openPage()
    composer.send(await written(composer))
    const other = await written(composer)
    await settle(UNDO_MS)
    expect(current(composer)).toBe(other)
    expect(texts()).toEqual(['compose.toast.needsYou'])
    expect(composer.minimised.value).toHaveLength(1)
  })
})

describe('a message whose end nobody saw', () => {
  const lose = () => Promise.reject(new PonteError('connectionLost'))

  it('that is in Sent was sent', async () => {
    mail.script.submit = ({ message }) => {
      const messageId = message.kind === 'draft' ? message.draft.messageId : ''
      mail.folder('Sent').push({ uid: 90, messageId, flags: [] })
      return lose()
    }
    const { composer } = openPage({ sentIsFiledByServer: true })
    composer.send(await written(composer))
    await settle(UNDO_MS)
    expect(composer.drafts.value).toEqual([])
    expect(mail.folder('Sent')).toHaveLength(1)
    expect(texts()).toEqual(['compose.toast.sent'])
  })

  it('is sent again only when the writer says so, with the same date and id', async () => {
    mail.script.submit = lose
    const { composer } = openPage({ sentIsFiledByServer: true })
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    expect(current(composer).state).toEqual({ ...unknown, looked: true })
    expect(stored(draft)).toBe('unknown')
    composer.send(draft)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
    mail.script.submit = () => ({ outcome: 'sent' })
    composer.sendAgain(draft)
    await settle(UNDO_MS)
    const [first, second] = mail.calls.filter(({ name }) => name === 'submit').map(({ args }) => args)
    expect(second).toEqual(first)
    expect(composer.drafts.value).toEqual([])
  })

  it('is not looked for in Sent where this page files the copy: that proves nothing', async () => {
    mail.script.submit = lose
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    expect(composer.canLookInSent).toBe(false)
    expect(draft.state).toEqual(unknown)
    expect(mail.count('search')).toBe(0)
  })

  it('stays unknown when sending it again fails, cannot begin, or is called back', async () => {
    mail.script.submit = lose
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS)
    composer.sendAgain(draft)
    composer.undoSend(draft)
    expect(draft.state).toEqual(unknown)
    ready = false
    composer.sendAgain(draft)
    composer.edited(draft)
    expect(draft.state).toEqual(unknown)
    ready = true
    mail.script.submit = () => ({ outcome: 'failed', step: 'data' })
    composer.sendAgain(draft)
    await settle(UNDO_MS)
    expect(draft.state).toMatchObject({ kind: 'unknown', retry: { step: 'data' } })
    expect(draft.date).toBeDefined()
    expect(stored(draft)).toBe('unknown')
  })

  it('is not said to be unsent when another draft is on screen', async () => {
    mail.script.submit = lose
    const { composer } = openPage()
    composer.send(await written(composer))
    await written(composer)
    await settle(UNDO_MS)
    expect(texts()).toEqual(['compose.toast.mayBeSent'])
  })

  it('is unknown to the page after a reload, which looks once it is connected', async () => {
    mail.script.submit = () => new Promise(() => undefined)
    const first = openPage()
    const { messageId } = await written(first.composer)
    first.composer.send(current(first.composer))
    await settle(UNDO_MS)
    first.close()
    const { composer } = openPage({ sentIsFiledByServer: true })
    await settle()
    expect(current(composer)).toMatchObject({ messageId, state: unknown })
    mail.folder('Sent').push({ uid: 90, messageId, flags: [] })
    await composer.resume()
    await settle()
    expect(composer.drafts.value).toEqual([])
    expect(mail.count('submit')).toBe(1)
  })
})

describe('the copy in Sent', () => {
  it('is tried several times, then again with the next connection, and made once', async () => {
    mail.script.append = () => Promise.reject(new PonteError('overQuota', { server: 'NO full' }))
    const { composer } = openPage()
    composer.send(await written(composer))
    await settle(UNDO_MS)
    await settle(FILE_PAUSE_MS * 10)
    expect(mail.count('append')).toBe(FILE_TRIES)
    expect(texts()).toEqual(['compose.toast.sent', 'compose.toast.notFiled'])
    expect(composer.minimised.value).toEqual([])
    delete mail.script.append
    await composer.resume()
    await composer.resume()
    await settle()
    expect(mail.folder('Sent')).toHaveLength(1)
    expect(composer.drafts.value).toEqual([])
  })

  it('is not made twice when the page went while it was made', async () => {
    let finish: (() => void) | undefined
    mail.script.append = ({ path, message }) => {
      const messageId = message.kind === 'draft' ? message.draft.messageId : ''
      mail.folder(path).push({ uid: 90, messageId, flags: [] })
      return new Promise((resolve) => (finish = () => resolve({ uid: 90, uidValidity: '1' })))
    }
    const first = openPage()
    const draft = await written(first.composer)
    first.composer.send(draft)
    await settle(UNDO_MS)
    expect(finish).toBeDefined()
    expect(stored(draft)).toBe('sent')
    first.close()
    const { composer } = openPage()
    await composer.resume()
    await settle()
    expect(mail.folder('Sent')).toHaveLength(1)
    expect(mail.count('submit')).toBe(1)
    expect(composer.drafts.value).toEqual([])
  })
})

describe('the copy in Drafts', () => {
  it('follows after a pause, replaces the earlier one, and is made only of changes', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    await settle(SAVE_DELAY_MS - 1)
    expect(mail.count('append')).toBe(0)
    await settle(1)
    expect(mail.folder('Drafts')).toMatchObject([
      { messageId: draft.messageId, flags: ['\\Draft', '\\Seen'] },
    ])
    expect(composer.saves.get(draft.messageId)).toEqual({ kind: 'saved' })
    await settle(SAVE_DELAY_MS * 3)
    expect(mail.count('append')).toBe(1)
    draft.subject = 'Dinner'
    await settle(SAVE_DELAY_MS)
    expect(mail.folder('Drafts').map(({ uid }) => uid)).toEqual([2])
  })

  it('is not said to be up to date when the writer went on while it was made', async () => {
    let finish: (() => void) | undefined
    mail.script.append = () =>
      new Promise((resolve) => (finish = () => resolve({ uid: 50, uidValidity: '1' })))
    const { composer } = openPage()
    const draft = await written(composer)
    await settle(SAVE_DELAY_MS)
    expect(composer.saves.get(draft.messageId)).toEqual({ kind: 'saving' })
    draft.subject = 'Dinner'
    await settle()
    finish?.()
    await settle()
    expect(composer.saves.get(draft.messageId)).toBeUndefined()
    expect(composer.unsaved.value).toEqual([draft])
    delete mail.script.append
    await settle(SAVE_DELAY_MS)
    expect(composer.saves.get(draft.messageId)).toEqual({ kind: 'saved' })
  })

  it('stays when its successor cannot be stored, and the writer is told', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    await settle(SAVE_DELAY_MS)
    mail.script.append = () => Promise.reject(new PonteError('overQuota', { message: 'full', server: 'NO' }))
    draft.subject = 'Dinner'
    await composer.close(draft.messageId)
    expect(mail.folder('Drafts')).toHaveLength(1)
    expect(composer.saves.get(draft.messageId)).toEqual({ kind: 'failed', message: 'full', server: 'NO' })
    expect(texts()).toEqual(['compose.toast.notSaved'])
    expect(composer.minimised.value).toEqual([draft])
  })

  it('is made of a message that was called back', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    composer.send(draft)
    await settle(UNDO_MS - 1)
    composer.undoSend(draft)
    await settle(SAVE_DELAY_MS)
    expect(mail.folder('Drafts')).toHaveLength(1)
  })

  it('without APPENDUID is found by its Message-ID', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    mail.script.append = ({ path }) => {
      mail.folder(path).push({ uid: 50, messageId: draft.messageId, flags: [] })
      return {}
    }
    await settle(SAVE_DELAY_MS)
    expect(draft.serverCopy).toMatchObject({ uid: 50, uidValidity: '1' })
    await composer.discard(draft.messageId)
    expect(mail.folder('Drafts')).toEqual([])
  })

  it('is made when the writer closes the form', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    await composer.close(draft.messageId)
    expect(mail.folder('Drafts')).toHaveLength(1)
    expect(composer.drafts.value).toEqual([])
    expect(texts()).toEqual(['compose.toast.savedInDrafts'])
  })

  it('goes with a discarded draft, which can be taken back', async () => {
    const { composer } = openPage()
    const draft = await written(composer)
    await settle(SAVE_DELAY_MS)
    await composer.discard(draft.messageId)
    expect(mail.folder('Drafts')).toEqual([])
    expect(composer.drafts.value).toEqual([])
    expect(storage.records.size).toBe(0)
    toasts.at(-1)?.undo?.()
    expect(current(composer)).toMatchObject({
      subject: 'Lunch',
      serverCopy: undefined,
      state: { kind: 'writing' },
    })
  })

  it('of an empty form is never made', async () => {
    const { composer } = openPage()
    composer.write()
    await settle(SAVE_DELAY_MS)
    await composer.close(current(composer).messageId)
    expect(mail.calls).toEqual([])
    expect(toasts).toEqual([])
    expect(composer.drafts.value).toEqual([])
  })
})

describe('the browser', () => {
  it('has a draft and its files again after a crash', async () => {
    const first = openPage()
    const file = fileFrom(new Blob(['plan'], { type: 'text/plain' }), 'plan.txt')
    await written(first.composer, { files: [file] })
    await settle(STORE_DELAY_MS)
    first.close()
    const { composer } = openPage()
    await settle()
    const draft = current(composer)
    expect(draft).toMatchObject({ subject: 'Lunch', files: [{ name: 'plan.txt' }] })
    expect(await draft.files[0]?.blob?.text()).toBe('plan')
    expect([...composer.restored]).toEqual([draft.messageId])
    composer.edited(draft)
    expect(composer.restored.size).toBe(0)
  })

  it('lets one tab have a draft; another takes it when that one goes', async () => {
    const first = openPage()
    await written(first.composer)
    await settle(STORE_DELAY_MS)
    const second = openPage()
    await settle()
    expect(second.composer.drafts.value).toEqual([])
    first.close()
    await settle()
    expect(current(second.composer).subject).toBe('Lunch')
  })

  it.each([
    ['writing', { kind: 'writing' }],
    ['submitting', unknown],
    ['unknown', unknown],
    ['filing', { kind: 'sent', refused: [], copy: 'unsure' }],
    ['of a later version', unknown],
  ])('reads a draft that an earlier version stored as %s', async (phase, state) => {
    const first = openPage()
    const draft = await written(first.composer)
    first.close()
    const { state: _, ...plain } = draft
    storage.records.set(draft.messageId, JSON.stringify({ draft: { ...plain, phase }, open: true }))
    const { composer } = openPage()
    await settle()
    expect(composer.drafts.value).toMatchObject([{ subject: 'Lunch', state }])
    expect(composer.drafts.value[0]).not.toHaveProperty('phase')
  })

  it('that refuses to store says so, and the page goes on', async () => {
    storage.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    const { composer } = openPage()
    const draft = await written(composer)
    await settle(STORE_DELAY_MS)
    expect(composer.storageFailed.value).toBe(true)
    composer.send(draft)
    await settle(UNDO_MS)
    expect(mail.count('submit')).toBe(1)
  })
})

describe('signing out', () => {
  it('goes on at once where nothing is unsaved, and wipes the storage', async () => {
    const { composer } = openPage()
    await written(composer)
    await settle(SAVE_DELAY_MS)
    expect(await composer.mayLeave()).toBe(true)
    expect(composer.leaving.value).toBeUndefined()
    expect(storage.records.size).toBe(0)
  })

  it.each([
    ['stay', false, 0, 1],
    ['discard', true, 0, 0],
    ['save', true, 1, 0],
  ] as const)('asks about an unsaved draft: %s', async (choice, leaves, saved, kept) => {
    const { composer } = openPage()
    await written(composer)
    await settle(STORE_DELAY_MS)
    const left = composer.mayLeave()
    await settle()
    expect(composer.unsaved.value).toHaveLength(1)
    composer.leaving.value?.(choice)
    expect(await left).toBe(leaves)
    expect(composer.leaving.value).toBeUndefined()
    expect(mail.folder('Drafts')).toHaveLength(saved)
    expect(storage.records.size).toBe(kept)
  })

  it('does not go on when a draft cannot be saved', async () => {
    mail.script.append = () => Promise.reject(new PonteError('overQuota'))
    const { composer } = openPage()
    await written(composer)
    const left = composer.mayLeave()
    await settle()
    composer.leaving.value?.('save')
    expect(await left).toBe(false)
    expect(texts()).toEqual(['compose.toast.notSaved'])
  })
})

describe('opening', () => {
  const row = {
    seq: 1,
    uid: 7,
    envelope: {
      subject: 'Lunch',
      from: [{ name: '', address: 'anna@example.org' }],
      sender: [],
      replyTo: [],
      to: [{ name: '', address: 'me@example.org' }],
      cc: [],
      bcc: [],
      messageId: '<b@x>',
    },
  }
  const mailbox = { path: 'Drafts', uidValidity: '1' }
  const body = {
    parts: [{ kind: 'text', text: 'At one?', flowed: false }],
    attachments: [],
    inline: new Map(),
    release: () => undefined,
  } as unknown as MessageBody

  it('an answer begins with the quoted text, and marks its original', async () => {
    const { composer } = openPage({ format: () => 'plain' })
    await composer.answer({
      kind: 'reply',
      message: { row, mailbox: original.mailbox },
      body,
      intro: 'Anna wrote:',
      canMarkForwarded: true,
    })
    expect(current(composer)).toMatchObject({ format: 'plain', subject: 'Re: Lunch', original })
    expect(current(composer).text).toBe('\n\nAnna wrote:\n> At one?\n')
  })

  it('is begun as what was asked for, whatever else the open message is called', async () => {
    const { composer } = openPage()
    // The page hands over the state of the open message, which has a kind of its own.
    const open = { kind: 'shown', row, mailbox }
    await composer.answer({ kind: 'forward', message: open, body, intro: 'Lunch', canMarkForwarded: false })
    expect(current(composer).subject).toBe('Fwd: Lunch')
  })

  it('a message of Drafts is opened once, and goes again when it was only looked at', async () => {
    const loadBody = vi.fn<ComposerOptions['loadBody']>((message) => Promise.resolve({ message, body }))
    const { composer } = openPage({ loadBody })
    await composer.edit({ row, mailbox }, () => true)
    const draft = current(composer)
    expect(draft).toMatchObject({ text: 'At one?', serverCopy: { path: 'Drafts', uid: 7 } })
    composer.minimise(draft.messageId)
    await composer.edit({ row, mailbox }, () => true)
    expect(loadBody).toHaveBeenCalledTimes(1)
    expect(current(composer)).toBe(draft)
    composer.write()
    expect(composer.drafts.value).not.toContain(draft)
  })

  it('a message that loads too late, or not at all, opens nothing', async () => {
    const late = openPage({ loadBody: (message) => Promise.resolve({ message, body }) }).composer
    await late.edit({ row, mailbox }, () => false)
    expect(late.drafts.value).toEqual([])
    const { composer } = openPage()
    await composer.edit({ row, mailbox }, () => true)
    expect(texts()).toEqual(['compose.toast.openFailed'])
  })

  it('writing to an address fills the empty form that is open', () => {
    const { composer } = openPage()
    composer.write()
    composer.write('anna@example.org')
    expect(composer.drafts.value).toMatchObject([{ to: { typing: 'anna@example.org' } }])
  })
})

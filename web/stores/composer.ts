import { ref, shallowRef, watch } from 'vue'
import type { DraftInput } from '../../shared/mail/draft.ts'
import type { Result } from '../../shared/protocol/command.ts'
import type { Commands } from '../../shared/protocol/registry.ts'
import {
  answerDraft,
  checkDraft,
  emptyDraft,
  isDraft,
  type AnswerOptions,
  type ComposerDraft,
  type FieldProblem,
} from './composerDraft.ts'
import { toPonteError } from './failure.ts'
import { useFolders } from './folders.ts'
import { defineKeyedStore } from './keyed.ts'
import { useMessageActions } from './messageActions.ts'
import { useMessages } from './messages.ts'
import { useSession } from './session.ts'
import { useToasts } from './toasts.ts'

type Outcome = Result<Commands['submit']>

export type ComposerState =
  | { name: 'closed' }
  | { name: 'editing'; problems: FieldProblem[]; noRecipient: boolean }
  | { name: 'sending' }
  /** Certainly not sent; the draft is still there. */
  | { name: 'failed'; message: string; server?: string }
  /** Nobody can say whether it was sent, so it is not sent again unless the writer asks for it. */
  | { name: 'unknown'; server?: string }

const EDITING = { name: 'editing', problems: [], noRecipient: false } as const satisfies ComposerState

/** One message being written. It outlives failure, and a reload of the tab. */
export const useComposer = defineKeyedStore('composer', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const actions = useMessageActions(accountId)
  const toasts = useToasts(accountId)
  const storageKey = draftKey(accountId)
  const draft = ref<ComposerDraft | undefined>(restore())
  const state = shallowRef<ComposerState>(draft.value ? EDITING : { name: 'closed' })

  watch(draft, persist, { deep: true })

  function restore(): ComposerDraft | undefined {
    try {
      const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null')
      return isDraft(stored) ? stored : undefined
    } catch {
      return undefined
    }
  }

  function persist(): void {
    try {
      if (draft.value) sessionStorage.setItem(storageKey, JSON.stringify(draft.value))
      else sessionStorage.removeItem(storageKey)
    } catch {
      // A full storage must not stop the writer: the draft is on screen all the same.
    }
  }

  /** Brings up an unfinished message rather than lose it. */
  function write(to = ''): void {
    if (!draft.value) draft.value = emptyDraft(session.user, to)
    if (state.value.name === 'closed') state.value = EDITING
  }

  function answer(options: Omit<AnswerOptions, 'own'>): void {
    const unfinished = draft.value
    draft.value = answerDraft({ ...options, own: session.user })
    state.value = EDITING
    if (unfinished) offerBack(unfinished, 'mail.toast.draftReplaced')
  }

  function discard(): void {
    const discarded = draft.value
    close()
    if (discarded) offerBack(discarded, 'mail.toast.draftDiscarded')
  }

  function close(): void {
    draft.value = undefined
    state.value = { name: 'closed' }
  }

  /** Words are never lost by one wrong press. */
  function offerBack(old: ComposerDraft, text: string): void {
    toasts.show({
      text,
      undo: () => {
        toasts.dismiss()
        draft.value = old
        state.value = EDITING
      },
    })
  }

  async function send(): Promise<void> {
    const current = draft.value
    if (!current || state.value.name === 'sending') return
    const { message, recipients, problems } = checkDraft(current, session.user, new Date())
    if (!message) {
      state.value = {
        name: 'editing',
        problems,
        noRecipient: recipients.length === 0 && problems.length === 0,
      }
      return
    }
    state.value = { name: 'sending' }
    let outcome: Outcome
    try {
      outcome = await session.client.call('submit', {
        envelope: { from: session.user, to: recipients },
        credentials: await session.submitCredentials(),
        message: { kind: 'draft', draft: message },
      })
    } catch (error) {
      state.value = notSent(error)
      return
    }
    if (outcome.outcome === 'sent') return sent(current, message, outcome)
    const server = outcome.server === undefined ? {} : { server: outcome.server }
    if (outcome.outcome === 'unknown') state.value = { name: 'unknown', ...server }
    else state.value = { name: 'failed', message: outcome.step ?? '', ...server }
  }

  /** When the bridge itself went away nobody saw how the submission ended. */
  function notSent(error: unknown): ComposerState {
    const { code, message, server } = toPonteError(error)
    const said = server === undefined ? {} : { server }
    const lost = code === 'connectionLost' || code === 'shuttingDown' || code === 'internal'
    return lost ? { name: 'unknown', ...said } : { name: 'failed', message, ...said }
  }

  async function sent(current: ComposerDraft, message: DraftInput, outcome: Outcome): Promise<void> {
    close()
    const rejected = outcome.rejected ?? []
    if (rejected.length === 0) toasts.show({ text: 'mail.toast.sent' })
    else {
      const names = rejected.map((one) => one.address).join(', ')
      toasts.show({
        text: 'mail.toast.sentButRejected',
        values: { addresses: names },
        failed: true,
        ...(rejected[0] ? { server: rejected[0].server } : {}),
      })
    }
    await Promise.all([fileInSent(message), markAnswered(current)])
  }

  async function fileInSent(message: DraftInput): Promise<void> {
    const path = folders.pathFor('sent')
    if (session.provider.sentIsFiledByServer || path === undefined) {
      if (path !== undefined) folders.countSoon(path)
      return
    }
    try {
      const source = { kind: 'draft', draft: message } as const
      await session.client.call('append', { path, flags: ['\\Seen'], message: source })
      folders.countSoon(path)
    } catch (error) {
      const { message: reason, server } = toPonteError(error)
      toasts.show({
        text: 'mail.toast.sentNotFiled',
        values: { reason },
        failed: true,
        ...(server === undefined ? {} : { server }),
      })
    }
  }

  async function markAnswered({ answered }: ComposerDraft): Promise<void> {
    if (!answered) return
    const { mailbox, uid } = answered
    const row = messages.path === mailbox.path ? messages.rowOf(uid) : undefined
    if (row) return actions.setFlag(row, '\\Answered', true)
    const change = { action: 'add' as const, flags: ['\\Answered'] }
    const set = { by: 'uid', set: String(uid) } as const
    // The mail is sent; a mark that could not be made is not worth a word.
    await session.client
      .call('store', { mailbox, messages: set, change, silent: true })
      .catch(() => undefined)
  }

  return { draft, state, write, answer, discard, send }
})

function draftKey(accountId: string): string {
  return `ponte.draft.${accountId}`
}

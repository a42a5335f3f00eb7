import { onScopeDispose, watch } from 'vue'
import { useArrangement } from '../list/arrangement.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { ARRANGE_DELAY_MS, RECALL_DELAY_MS } from '../kit/limits.ts'
import { useMessages } from '../list/messages.ts'
import { useSettings } from '../kit/settings.ts'

/** Keeps the list arranged while mail comes and goes and the user chooses otherwise. */
export function startArrangement(accountId: string): void {
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  const settings = useSettings()
  const arrangement = useArrangement(accountId)
  let recalling: ReturnType<typeof setTimeout> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void arrangement.arrange().catch(() => undefined)
    }, ARRANGE_DELAY_MS)
  }

  watch(
    () => messages.phase.name === 'open' && messages.mailbox,
    (mailbox) => {
      // One that waits would take its count from the folder on screen by then.
      clearTimeout(recalling)
      if (!mailbox || !settings.view.keepMail || arrangement.isPlain) return
      const recall = (): Promise<void> =>
        headers.recall(mailbox, messages.folder.exists).catch(() => undefined)
      recalling = setTimeout(() => void recall(), RECALL_DELAY_MS)
    },
    { immediate: true },
  )
  watch([() => arrangement.order, () => arrangement.threaded], () => void arrangement.arrange())
  watch(() => messages.mailbox && headers.stateOf(messages.mailbox), soon, { immediate: true })
  watch(
    () =>
      arrangement
        .companionsOf(messages.path ?? '')
        .map((one) => `${one.path} ${headers.stateOf(one)?.known}`)
        .join(),
    soon,
  )
  const stop = headers.onFlags(arrangement.takeFlags)
  onScopeDispose(() => {
    clearTimeout(timer)
    clearTimeout(recalling)
    stop()
  })
}

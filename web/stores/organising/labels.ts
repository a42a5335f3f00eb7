import { computed } from 'vue'
import { say } from '../../i18n/index.ts'
import { useFlagActions, type FlagActions } from '../actions/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { organisedBy } from '../kit/organised.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { type Target, useMessages, type Messages } from '../list/index.ts'
import { isLabel, isSameName, keywordFor, type Label, labelsFrom, plainLabel } from './labelNames.ts'

export interface LabelsOptions {
  accountId: string
  settings: Pick<SettingsStore, 'personal' | 'changeOrganising'>
  messages: Pick<Messages, 'mailbox' | 'knownRows'>
  flagActions: Pick<FlagActions, 'setFlag'>
  say(key: string): string
}

/** Labels of one account: which there are, what they are called, and giving and taking them. */
export function createLabels({ accountId, settings, messages, flagActions, say: t }: LabelsOptions) {
  const { stored, change: store } = organisedBy({ accountId, settings }, 'labels', labelsFrom)

  const permanent = computed(() => messages.mailbox?.permanentFlags)
  const canCreate = computed(() => permanent.value?.includes('\\*') ?? true)

  /** Named ones first, as they were named; then what the mailbox and its rows have. */
  const all = computed<Label[]>(() => {
    const found = new Map(stored.value.map((label) => [label.keyword.toLowerCase(), label]))
    const seen = [...(permanent.value ?? []), ...messages.knownRows().flatMap(({ flags = [] }) => flags)]
    for (const flag of seen) {
      const key = flag.toLowerCase()
      if (isLabel(flag) && !found.has(key)) found.set(key, plainLabel(flag, t))
    }
    return [...found.values()].filter(({ keyword }) => isTaken(keyword))
  })

  /** The server keeps it, as far as it says. */
  function isTaken(keyword: string): boolean {
    if (canCreate.value) return true
    return permanent.value?.some((flag) => flag.toLowerCase() === keyword.toLowerCase()) ?? true
  }

  /** Labels among a message's flags. */
  function among(flags: readonly string[] = []): Label[] {
    return flags
      .filter(isLabel)
      .map(
        (flag) =>
          stored.value.find(({ keyword }) => keyword.toLowerCase() === flag.toLowerCase()) ??
          plainLabel(flag, t),
      )
      .sort((one, other) => one.name.localeCompare(other.name))
  }

  /** The keyword of what somebody calls so; without such a label, what it would be. */
  function keywordOf(name: string): string {
    const known = all.value.find((label) => isSameName(label.name, name) || isSameName(label.keyword, name))
    const usual = [1, 2, 3, 4, 5].map((at) => plainLabel(`$label${at}`, t))
    return (known ?? usual.find((label) => isSameName(label.name, name)))?.keyword ?? keywordFor(name)
  }

  /** Named and coloured, or anew: the same keyword stays one label. */
  function name(label: Label): void {
    store((before) => {
      const at = before.findIndex(({ keyword }) => keyword.toLowerCase() === label.keyword.toLowerCase())
      return at === -1 ? [...before, label] : before.with(at, label)
    })
  }

  /** A label of this name; its keyword is no other label's. */
  function create(called: string): Label {
    const label = { ...plainLabel(keywordOf(called), t), name: called.trim() }
    name(label)
    return label
  }

  /** Nobody calls it anything any more; messages keep the keyword. */
  function forget(keyword: string): void {
    store((before) => before.filter((label) => label.keyword !== keyword))
  }

  function give(target: Target, { keyword, name: label }: Label, on: boolean): Promise<void> {
    const text = on ? 'labels.toast.given' : 'labels.toast.taken'
    return flagActions.setFlag(target, { keyword }, { on, said: { text, values: { label } } })
  }

  /** For a search; `undefined` where the server keeps no labels. */
  function keywordFound(called: string): string | undefined {
    return canCreate.value || all.value.length > 0 ? keywordOf(called) : undefined
  }

  return { all, canCreate, among, keywordOf, keywordFound, name, create, forget, give }
}

export type Labels = Store<ReturnType<typeof createLabels>>

/** One account's. */
export const useLabels = defineKeyedStore('labels', (accountId) =>
  createLabels({
    accountId,
    settings: useSettings(),
    messages: useMessages(accountId),
    flagActions: useFlagActions(accountId),
    say,
  }),
)

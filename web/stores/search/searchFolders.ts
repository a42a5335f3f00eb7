import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { statusOfAll } from '../fetch/index.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import type { FoundList } from './foundList.ts'
import { createSearchJob, type Compared, type SearchJob, type SearchTools } from './searchJob.ts'

/** The user waits for it. */
const AHEAD = { lane: 'side', priority: 'user' } as const

/** One of the folders that are searched. */
export interface SearchedFolder {
  path: string
  /** As STATUS told; `undefined` before, and where there is nothing to search. */
  mailbox: MailboxRef | undefined
  job: SearchJob | undefined
  over: boolean
  error: PonteError | undefined
}

export interface FolderSearchOptions {
  tools: SearchTools
  list: FoundList
  paths: readonly string[]
  criteria: SearchCriteria
  /** How far it is has changed. */
  onChange(): void
}

/** A search of many folders: one after the other on the side lane, each newest first. It can be left and gone on with. */
export function createFolderSearch({ tools, list, paths, criteria, onChange }: FolderSearchOptions) {
  const { client } = tools
  let folders: readonly SearchedFolder[] = paths.map((path) => ({
    path,
    mailbox: undefined,
    job: undefined,
    over: false,
    error: undefined,
  }))
  let isBegun = false

  function change(path: string, next: Partial<SearchedFolder>): void {
    folders = folders.map((one) => (one.path === path ? { ...one, ...next } : one))
    onChange()
  }

  /** Searches what has not been searched, or could not be. */
  async function run(signal: AbortSignal): Promise<void> {
    for (const { path, error } of folders) if (error) change(path, { error: undefined })
    const lacking = folders.filter(({ job, over }) => !job && !over).map(({ path }) => path)
    if (!isBegun || lacking.length > 0) await begin(lacking, signal)
    isBegun = true
    for (const { path, over, error } of folders) {
      if (over || error) continue
      try {
        await searchIn(path, signal)
      } catch (failure) {
        if (signal.aborted || isCancelled(failure)) return
        change(path, { error: toPonteError(failure) })
      }
      if (signal.aborted) return
    }
  }

  /** One question for all: most folders of most people hold little, and many nothing. */
  async function begin(asked: readonly string[], signal: AbortSignal): Promise<void> {
    const found = new Map<string, { mailbox: MailboxRef; exists: number; uidNext?: number | undefined }>()
    const refused = new Map<string, PonteError>()
    await statusOfAll(
      client,
      {
        paths: asked,
        fields: ['messages', 'uidNext', 'uidValidity'],
        onItem({ path, uidValidity, messages = 0, uidNext, error }) {
          if (uidValidity !== undefined)
            found.set(path, { mailbox: { path, uidValidity }, exists: messages, uidNext })
          else refused.set(path, new PonteError('serverNo', error === undefined ? {} : { server: error }))
        },
      },
      { ...AHEAD, signal },
    )
    for (const path of asked) {
      const { mailbox, exists = 0, uidNext } = found.get(path) ?? {}
      if (mailbox) list.searches(mailbox)
      if (!mailbox || exists === 0) {
        const error = refused.get(path)
        change(path, error ? { error } : { mailbox, over: true })
        continue
      }
      const request = { mailbox, criteria, exists, uidNext, lane: 'side' } as const
      change(path, { mailbox, job: await createSearchJob(tools, request) })
    }
  }

  async function searchIn(path: string, signal: AbortSignal): Promise<void> {
    const { job, mailbox } = folders.find((one) => one.path === path) ?? {}
    if (!job || !mailbox) return
    // Headers find what servers do not: without accents, in any script.
    await list.add(mailbox, (await tools.headers.search(mailbox, criteria)) ?? [], signal)
    while (!job.over) {
      const uids = await job.next(signal)
      if (signal.aborted) return
      await list.add(mailbox, uids, signal)
      onChange()
    }
    change(path, { over: true })
  }

  return {
    get folders() {
      return folders
    },
    run,
  }
}

export type FolderSearch = ReturnType<typeof createFolderSearch>

/** Of all folders together; the weakest way says how. */
export function comparedIn(folders: readonly SearchedFolder[]): Compared | undefined {
  const all = folders.flatMap(({ job }) => job?.compared ?? [])
  const by = (['newestHeaders', 'headers', 'index'] as const).find((way) => all.some((one) => one.by === way))
  const count = all.reduce((sum, one) => sum + one.count, 0)
  const texts = all.some((one) => one.texts)
  return by && { text: all[0]?.text ?? '', count, by, texts }
}

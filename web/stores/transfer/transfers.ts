import { useThrottleFn } from '@vueuse/core'
import { shallowReactive } from 'vue'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { mailboxAt } from '../fetch/index.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { useSession, type Session } from '../session/index.ts'
import { exportFile } from './exporting.ts'
import { importFiles } from './importing.ts'
import { TRANSFER_PROGRESS_MS } from './limits.ts'
import type { FileFormat, FileSink } from './sink.ts'

/** An import or export that goes on behind everything else. */
export interface Transfer {
  id: number
  kind: 'import' | 'export'
  /** The folder's path. */
  path: string
  /** Messages written or stored. */
  done: number
  /** Messages that could not be had, or were not taken. */
  failed: number
  /** Messages that were there already. */
  known: number
  /** 0 to 1. */
  share: number
  cancel(): void
}

export interface TransfersOptions {
  session: Pick<Session, 'client'>
  folders: Pick<Folders, 'countSoon'>
  toasts: Toasts
}

/** Mail that goes to a file, or comes from one. */
export function createTransfers({ session, folders, toasts }: TransfersOptions) {
  const running = shallowReactive(new Map<number, Transfer>())
  let last = 0

  /** Runs the work with its progress on screen; what it throws is told. */
  async function run(
    about: Pick<Transfer, 'kind' | 'path'>,
    work: (progress: {
      signal: AbortSignal
      tell: (change: (now: Transfer) => Partial<Transfer>) => void
      now: () => Transfer
    }) => Promise<void>,
  ): Promise<void> {
    const id = (last += 1)
    const abort = new AbortController()
    let transfer: Transfer = {
      ...{ id, ...about, done: 0, failed: 0, known: 0, share: 0 },
      cancel: () => abort.abort(),
    }
    const show = useThrottleFn(
      () => void (running.has(id) && running.set(id, transfer)),
      TRANSFER_PROGRESS_MS,
      true,
    )
    running.set(id, transfer)
    try {
      await work({
        signal: abort.signal,
        now: () => transfer,
        tell(change) {
          transfer = { ...transfer, ...change(transfer) }
          void show()
        },
      })
    } catch (error) {
      if (abort.signal.aborted || isCancelled(error)) tellOfEnd(transfer, 'stopped')
      else tellOfFailure(transfer, toPonteError(error))
    } finally {
      running.delete(id)
    }
  }

  function tellOfEnd(
    { kind, done, failed, known, path }: Transfer,
    end: 'stopped' | 'done',
    first?: PonteError,
  ): void {
    const values = {
      count: done,
      failed,
      known,
      folder: path.split('/').at(-1) ?? path,
      reason: first?.message ?? '',
    }
    const text = end === 'stopped' ? 'stopped' : failed > 0 ? 'some' : known > 0 ? 'known' : 'done'
    const server = first?.server === undefined ? {} : { server: first.server }
    toasts.show({ text: `transfer.${kind}.${text}`, values, ...(failed > 0 && { failed: true }), ...server })
  }

  /** What is stored stays, so that it is counted; a file that is not whole does not. */
  function tellOfFailure({ kind, done }: Transfer, { message, server }: PonteError): void {
    const text = kind === 'import' && done > 0 ? 'transfer.import.failedAt' : `transfer.${kind}.failed`
    const said = server === undefined ? {} : { server }
    toasts.show({ text, values: { reason: message, count: done }, failed: true, ...said })
  }

  /** All of a folder as it is now, or some of its messages (`uids`, ascending), into a file that is open. */
  function exportTo(
    sink: FileSink,
    {
      path,
      format,
      uids,
    }: { path: string; format: FileFormat; uids?: { mailbox: MailboxRef; uids: readonly number[] } },
  ): Promise<void> {
    return run({ kind: 'export', path }, async ({ signal, tell, now }) => {
      try {
        const what = uids ?? (await allOf(path, signal))
        const file = exportFile(session.client, format, {
          ...what,
          signal,
          onMessage: (told) =>
            tell(({ done, failed }) => ({
              ...(told === 'written' ? { done: done + 1 } : { failed: failed + 1 }),
              share: (done + failed + 1) / what.uids.length,
            })),
        })
        for await (const bytes of file) await sink.write(bytes)
        signal.throwIfAborted()
        await sink.close()
      } catch (error) {
        await sink.abort()
        throw error
      }
      tellOfEnd(now(), 'done')
    })
  }

  async function allOf(path: string, signal: AbortSignal): Promise<{ mailbox: MailboxRef; uids: number[] }> {
    const behind = { lane: 'side', priority: 'background', signal } as const
    const mailbox = await mailboxAt(session.client, path, behind)
    const { set } = await session.client.call('search', { mailbox, criteria: { key: 'all' } }, behind)
    return { mailbox, uids: set === '' ? [] : parseNumberSet(set) }
  }

  /** Messages of `.eml` and mbox files into a folder. */
  function importTo(path: string, files: readonly File[], skipKnown: boolean): Promise<void> {
    return run({ kind: 'import', path }, async ({ signal, tell, now }) => {
      const total = files.reduce((sum, { size }) => sum + size, 0)
      let first: PonteError | undefined
      try {
        await importFiles(session.client, {
          ...{ path, files, skipKnown, signal },
          onRead: (bytes) => tell(() => ({ share: total === 0 ? 1 : bytes / total })),
          onMessage(told, error) {
            first ??= error
            tell(({ done, failed, known }) => ({
              done: done + Number(told === 'stored'),
              failed: failed + Number(told === 'refused'),
              known: known + Number(told === 'known'),
            }))
          },
        })
        signal.throwIfAborted()
      } finally {
        folders.countSoon(path)
      }
      tellOfEnd(now(), 'done', first)
    })
  }

  return { running, exportTo, importTo }
}

export type Transfers = Store<ReturnType<typeof createTransfers>>

/** One account's. */
export const useTransfers = defineKeyedStore('transfers', (accountId) =>
  createTransfers({
    session: useSession(accountId),
    folders: useFolders(accountId),
    toasts: useToasts(accountId),
  }),
)

import { useThrottleFn } from '@vueuse/core'
import { reactive } from 'vue'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { LeafPart } from '../../mime/choosePartsToShow.ts'
import { fileNameOf, safeFileName } from '../../mime/fileName.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import { useSession, type Session } from '../session/index.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { PROGRESS_MS, SAVE_MS } from './limits.ts'
import { partSection } from './messageBody.ts'
import { createFileCollector } from './fileCollector.ts'

export interface Download {
  /** Bytes so far, and about how many it will be; 0 when nobody knows. */
  received: number
  expected: number
  cancel(): void
}

export interface DownloadRequest {
  mailbox: MailboxRef
  uid: number
  part: LeafPart
}

interface Fetched {
  mailbox: MailboxRef
  uid: number
  section: ArgsInput<Commands['fetchBody']>['sections'][number]
  name: string
  expected: number
}

export interface DownloadsOptions {
  session: Pick<Session, 'client'>
  toasts: Toasts
}

/** Files on their way to the disk, on the connection that the reader does not wait for. */
export function createDownloads({ session, toasts }: DownloadsOptions) {
  const running = reactive(new Map<string, Download>())

  function keyOf({ mailbox, uid }: Pick<Fetched, 'mailbox' | 'uid'>, part: string): string {
    return `${part} ${messageKey(mailbox, uid)}`
  }

  /** Streams it and hands it to the browser as a file, never as something to open in this origin (threat 9). */
  async function fetchToFile(key: string, file: Fetched): Promise<void> {
    const bytes = await fetchFile(key, file)
    if (bytes) saveFile(bytes, file.name)
  }

  /** @returns nothing for one that was cancelled or failed, which is said */
  async function fetchFile(key: string, file: Fetched): Promise<Blob | undefined> {
    const { mailbox, uid, section, expected } = file
    if (running.has(key)) return undefined
    const abort = new AbortController()
    running.set(key, { received: 0, expected, cancel: () => abort.abort() })
    const received = createFileCollector()
    const tell = useThrottleFn(
      () => {
        const now = running.get(key)
        if (now) now.received = received.length
      },
      PROGRESS_MS,
      true,
    )
    let missing = false
    try {
      await session.client.call(
        'fetchBody',
        { mailbox, uid, sections: [section] },
        {
          lane: 'side',
          priority: 'normal',
          signal: abort.signal,
          onRestart() {
            received.clear()
            missing = false
            void tell()
          },
          onItem: () => void (missing = true),
          onBytes: (_stream, bytes) => {
            received.add(bytes as Uint8Array<ArrayBuffer>)
            void tell()
          },
        },
      )
      if (!missing) return received.file()
      toasts.show({ text: 'mail.toast.fileMissing', failed: true })
      return undefined
    } catch (error) {
      if (isCancelled(error) || abort.signal.aborted) return undefined
      const { message, server } = toPonteError(error)
      const said = server === undefined ? {} : { server }
      toasts.show({ text: 'mail.toast.downloadFailed', values: { reason: message }, failed: true, ...said })
      return undefined
    } finally {
      running.delete(key)
    }
  }

  function start(request: DownloadRequest): Promise<void> {
    return fetchToFile(keyOf(request, request.part.part), fileOf(request))
  }

  function fileOf({ mailbox, uid, part }: DownloadRequest): Fetched {
    return {
      mailbox,
      uid,
      section: partSection(part),
      name: fileNameOf(part),
      expected: decodedSize(part),
    }
  }

  /** All in one archive, each fetched while the one before is written. Where one does not come there is no archive. */
  async function saveAll(requests: readonly DownloadRequest[], name: string): Promise<void> {
    const { zipOf } = await import('./zip.ts')
    const zip = await zipOf(
      requests.map((request) => ({
        name: fileNameOf(request.part),
        load: () => fetchFile(keyOf(request, request.part.part), fileOf(request)),
      })),
    )
    if (zip) saveFile(zip, safeFileName(`${name.replace(/[/\\]/g, '_')}.zip`))
  }

  /** The message as it came, byte for byte. */
  function saveSource({ mailbox, row }: OpenMessage): Promise<void> {
    const { uid, size } = row
    const subject = row.envelope?.subject.trim() ?? ''
    const name = safeFileName(`${subject === '' ? 'message' : subject.replace(/[/\\]/g, '_')}.eml`)
    const expected = size ?? 0
    // Without the size: Outlook's is not always that of what it hands out.
    return fetchToFile(keyOf({ mailbox, uid }, ''), {
      mailbox,
      uid,
      section: { kind: 'source' },
      name,
      expected,
    })
  }

  function progressOf(request: DownloadRequest): Download | undefined {
    return running.get(keyOf(request, request.part.part))
  }

  return { start, saveAll, saveSource, progressOf }
}

export type Downloads = Store<ReturnType<typeof createDownloads>>

/** One account's. */
export const useDownloads = defineKeyedStore('downloads', (accountId) =>
  createDownloads({ session: useSession(accountId), toasts: useToasts(accountId) }),
)

/** About how many bytes a part has once decoded; BODYSTRUCTURE tells the encoded size. */
export function decodedSize(part: Pick<LeafPart, 'size' | 'encoding'>): number {
  const size = part.size ?? 0
  // 76 characters and CR LF carry 57 bytes (RFC 2045 section 6.8).
  return part.encoding === 'base64' ? Math.round((size * 57) / 78) : size
}

/** Hands a file to the browser to keep; `name` is safe already. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), SAVE_MS)
}

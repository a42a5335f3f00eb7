import { reactive } from 'vue'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { LeafPart } from '../mime/choosePartsToShow.ts'
import { fileNameOf } from '../mime/fileName.ts'
import { isCancelled, toPonteError } from './failure.ts'
import { defineKeyedStore } from './keyed.ts'
import { partSection } from './messageBody.ts'
import { useSession } from './session.ts'
import { useToasts } from './toasts.ts'

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

/** Attachments on their way to the disk. */
export const useDownloads = defineKeyedStore('downloads', (accountId) => {
  const session = useSession(accountId)
  const toasts = useToasts(accountId)
  const running = reactive(new Map<string, Download>())

  function keyOf({ mailbox, uid, part }: DownloadRequest): string {
    return `${mailbox.uidValidity}/${uid}/${part.part}/${mailbox.path}`
  }

  /** Streams the part and hands it to the browser as a file, never as something to open in this origin (threat 9). */
  async function start(request: DownloadRequest): Promise<void> {
    const { mailbox, uid, part } = request
    const key = keyOf(request)
    if (running.has(key)) return
    const abort = new AbortController()
    running.set(key, { received: 0, expected: decodedSize(part), cancel: () => abort.abort() })
    const chunks: Blob[] = []
    let missing = false
    try {
      await session.client.call(
        'fetchBody',
        { mailbox, uid, sections: [partSection(part)] },
        {
          signal: abort.signal,
          onItem: () => void (missing = true),
          onBytes: (_stream, bytes) => {
            // A Blob may live on disk: a large file does not fill the page's memory.
            chunks.push(new Blob([bytes.slice()]))
            const now = running.get(key)
            if (now) now.received += bytes.length
          },
        },
      )
      if (missing) toasts.show({ text: 'mail.toast.fileMissing', failed: true })
      else save(new Blob(chunks, { type: 'application/octet-stream' }), fileNameOf(part))
    } catch (error) {
      if (isCancelled(error) || abort.signal.aborted) return
      const { message, server } = toPonteError(error)
      const said = server === undefined ? {} : { server }
      toasts.show({ text: 'mail.toast.downloadFailed', values: { reason: message }, failed: true, ...said })
    } finally {
      running.delete(key)
    }
  }

  function progressOf(request: DownloadRequest): Download | undefined {
    return running.get(keyOf(request))
  }

  return { start, progressOf }
})

/** About how many bytes a part has once decoded; BODYSTRUCTURE tells the encoded size. */
export function decodedSize(part: Pick<LeafPart, 'size' | 'encoding'>): number {
  const size = part.size ?? 0
  // 76 characters and CR LF carry 57 bytes (RFC 2045 section 6.8).
  return part.encoding === 'base64' ? Math.round((size * 57) / 78) : size
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has begun by then; freed at once, some begin with nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

import type { OpenMessage } from '../../mailbox/row.ts'
import { useToasts } from '../../stores/kit/toasts.ts'
import { urlOf, useLinking } from '../../stores/linking/index.ts'

/** Puts the message's address on the clipboard: it leads there from any device that signs in as the same person. */
export async function copyLink(accountId: string, message: OpenMessage): Promise<void> {
  const toasts = useToasts(accountId)
  try {
    await navigator.clipboard.writeText(urlOf(useLinking(accountId).linkOf(message)))
    toasts.show({ text: 'links.copied' })
  } catch {
    // Not a secure context, or a person said no.
    toasts.show({ text: 'links.notCopied', failed: true })
  }
}

import { computed, type ComputedRef } from 'vue'
import {
  judge,
  parseAuthenticationResults,
  type AuthenticationResults,
  type Verdict,
} from '../../mime/authenticationResults.ts'
import { fieldValues } from '../../mime/headerFields.ts'
import type { ListRow } from '../../stores/kit/listRow.ts'
import type { MessageBody } from '../../stores/reading/messageBody.ts'
import { useSession } from '../../stores/session/session.ts'

export interface SenderTrust {
  verdict: Verdict
  /** What the verdict was read from: the topmost field alone (RFC 8601). */
  results: AuthenticationResults | undefined
}

/** Services that write their verdicts without saying who they are. */
const UNNAMED = /(?:^|\.)(?:outlook|office365)\.com$/i
/** Mail servers that sign their verdicts with another name than they are reached by. */
const OTHER_NAMES: [host: RegExp, name: string][] = [[/(?:^|\.)(?:gmail|googlemail)\.com$/i, 'google.com']]

/** What the receiving server says of the sender; `unknown` until the header has come. */
export function useSenderTrust(
  accountId: string,
  message: () => { row: ListRow; body: MessageBody | undefined },
): ComputedRef<SenderTrust> {
  const { provider, user } = useSession(accountId)
  const { imapHost, auth, demo } = provider
  const receivers = [imapHost, user.slice(user.lastIndexOf('@') + 1)]
  for (const [host, name] of OTHER_NAMES) if (host.test(imapHost)) receivers.push(name)
  const unnamed =
    demo === true || auth.kind === 'microsoft' || auth.kind === 'legacy' || UNNAMED.test(imapHost)

  return computed(() => {
    const { row, body } = message()
    const top = fieldValues(body?.header.value ?? [], 'Authentication-Results').at(0)
    const results = top === undefined ? undefined : parseAuthenticationResults(top)
    const authors = row.envelope?.from ?? []
    const address = authors.length === 1 ? (authors[0]?.address ?? '') : ''
    const fromDomain = address.slice(address.lastIndexOf('@') + 1)
    return { results, verdict: judge(results, { receivers, unnamed, fromDomain }) }
  })
}

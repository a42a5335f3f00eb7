import { computed, type ComputedRef } from 'vue'
import {
  judge,
  type AuthenticationResults,
  type Verdict,
} from '../../../shared/mail/authenticationResults.ts'
import { borderResults } from '../../../shared/mail/border.ts'
import type { ListRow } from '../../mailbox/row.ts'
import type { MessageBody } from '../../stores/reading/index.ts'
import { useSession } from '../../stores/session/index.ts'

export interface SenderTrust {
  verdict: Verdict
  /** What the verdict was read from: the fields that the provider's border wrote. */
  results: AuthenticationResults | undefined
}

/** What the receiving server says of the sender; `unknown` until the header has come. */
export function useSenderTrust(
  accountId: string,
  message: () => { row: ListRow; body: MessageBody | undefined },
): ComputedRef<SenderTrust> {
  const { border } = useSession(accountId).provider

  return computed(() => {
    const { row, body } = message()
    const results = borderResults(body?.header.value ?? [], border)
    const authors = row.envelope?.from ?? []
    const address = authors.length === 1 ? (authors[0]?.address ?? '') : ''
    const fromDomain = address.slice(address.lastIndexOf('@') + 1)
    return { results, verdict: judge(results, fromDomain) }
  })
}

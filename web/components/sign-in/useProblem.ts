import { computed, type ComputedRef } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MicrosoftAuth, PublicProvider } from '../../../shared/publicConfig.ts'
import { explain, type Problem, type ProblemId } from '../../auth/explain.ts'
import { redirectUris } from '../../auth/redirect.ts'
import type { OtherMailbox } from '../../auth/types.ts'
import { useOnline } from './useOnline.ts'

export interface ShownProblem extends Problem {
  /** An administrator may have to approve the app: what the link is made of. */
  adminConsent: MicrosoftAuth | undefined
  /** What the texts name. */
  params: { host: string; provider: string; user: string; mailbox: string; redirectUri: string }
}

/** At work an administrator can end these: for one of them nobody else. */
const NEED_CONSENT: readonly ProblemId[] = ['adminConsentRequired', 'consentRequired']

/** What the texts call the provider. */
export function providerName({ auth, name }: PublicProvider): string {
  return auth.kind === 'microsoft' ? 'Microsoft' : name
}

/** The error as the page shows it. */
export function useProblem(
  input: () => {
    error: PonteError
    provider: PublicProvider
    user?: string
    mailbox?: OtherMailbox | undefined
  },
): ComputedRef<ShownProblem> {
  const online = useOnline()
  return computed(() => {
    const { error, provider, user = '', mailbox } = input()
    const { auth } = provider
    const problem = explain(error, {
      kind: auth.kind,
      online: online.value,
      otherMailbox: mailbox !== undefined,
    })
    return {
      ...problem,
      adminConsent: auth.kind === 'microsoft' && NEED_CONSENT.includes(problem.id) ? auth : undefined,
      params: {
        host: provider.imapHost,
        provider: providerName(provider),
        user,
        mailbox: mailbox?.address ?? user,
        redirectUri: redirectUris(location.href).page,
      },
    }
  })
}

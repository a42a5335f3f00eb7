import { computed, type ComputedRef } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { PublicProvider } from '../../../shared/publicConfig.ts'
import { explain, type Problem } from '../../auth/explain.ts'
import { redirectUris } from '../../auth/redirect.ts'
import { useOnline } from './useOnline.ts'

export interface ShownProblem extends Problem {
  /** What the texts name. */
  params: { host: string; provider: string; user: string; redirectUri: string }
}

/** What the texts call the provider. */
export function providerName({ auth, name }: PublicProvider): string {
  return auth.kind === 'microsoft' ? 'Microsoft' : name
}

/** The error as the page shows it. */
export function useProblem(
  input: () => { error: PonteError; provider: PublicProvider; user?: string },
): ComputedRef<ShownProblem> {
  const online = useOnline()
  return computed(() => {
    const { error, provider, user = '' } = input()
    return {
      ...explain(error, { kind: provider.auth.kind, online: online.value }),
      params: {
        host: provider.imapHost,
        provider: providerName(provider),
        user,
        redirectUri: redirectUris(location.href).page,
      },
    }
  })
}

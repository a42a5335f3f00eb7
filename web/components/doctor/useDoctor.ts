import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { DIAGNOSIS_STEPS, type DiagnosisStep } from '../../../shared/protocol/diagnosis.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { PublicProvider } from '../../../shared/publicConfig.ts'
import { createBridgeClient } from '../../bridge/client.ts'
import { bridgeUrl } from '../../config.ts'
import { causeOf, type Cause, type Check } from '../../doctor/cause.ts'
import { tokenFacts, tokenProblem } from '../../doctor/tokenFacts.ts'
import { toPonteError } from '../../stores/kit/failure.ts'
import { useSessionStore, type Session } from '../../stores/session/index.ts'

export type Step = 'bridge' | 'clock' | 'token' | DiagnosisStep
export interface StepState {
  step: Step
  outcome: Check['outcome'] | 'waiting'
  ms: number
  facts: Record<string, string | number | string[]>
  server?: string | undefined
  cause?: Omit<Cause, 'id'> & { values?: Record<string, string | number> }
}

/** A difference of clocks that no sign-in minds, in seconds. */
const CLOCK_TOLERANCE_S = 300
const PAGE_STEPS: readonly Step[] = ['bridge', 'clock', 'token']
const ALL: readonly Step[] = [...PAGE_STEPS, ...DIAGNOSIS_STEPS]

/** Goes the way from this page to the mail servers of a provider; `session` where somebody is signed in. */
export function useDoctor(provider: () => PublicProvider, session: Session | undefined) {
  const steps = ref<StepState[]>([])
  const failure = shallowRef<PonteError>()
  const isRunning = ref(false)
  const abort = new AbortController()
  onBeforeUnmount(() => abort.abort())

  function put(step: Step, state: Partial<StepState>): void {
    steps.value = steps.value.map((one) => (one.step === step ? { ...one, ...state } : one))
  }

  async function compareClocks(): Promise<void> {
    const begun = performance.now()
    const response = await fetch(new URL('config.json', document.baseURI), { cache: 'no-store' })
    const told = Date.parse(response.headers.get('date') ?? '')
    const difference = Math.round((Date.now() - told) / 1_000)
    const ms = performance.now() - begun
    if (Number.isNaN(told)) return put('clock', { outcome: 'skipped', ms })
    const isOff = Math.abs(difference) > CLOCK_TOLERANCE_S
    put('clock', {
      ms,
      outcome: isOff ? 'failed' : 'ok',
      facts: { difference },
      ...(isOff && { cause: own('clock', { seconds: Math.abs(difference) }) }),
    })
  }

  async function credentials(): Promise<Awaited<ReturnType<Session['submitCredentials']>> | undefined> {
    if (!session) {
      put('token', { outcome: 'skipped' })
      return undefined
    }
    const begun = performance.now()
    try {
      const given = await session.submitCredentials()
      const facts = given.kind === 'accessToken' ? tokenFacts(given.accessToken, Date.now()) : {}
      const problem = provider().auth.kind === 'microsoft' ? tokenProblem(facts) : undefined
      put('token', {
        outcome: problem ? 'failed' : 'ok',
        ms: performance.now() - begun,
        facts: { ...facts },
        ...(problem && {
          cause: own(
            problem.kind,
            problem.kind === 'missingScopes' ? { scopes: problem.scopes.join(', ') } : {},
          ),
        }),
      })
      return given
    } catch (error) {
      const { server } = toPonteError(error)
      put('token', { outcome: 'failed', ms: performance.now() - begun, server })
      return undefined
    }
  }

  function receive(check: Check): void {
    const { step, outcome, ms, facts = {}, server } = check
    const cause = outcome === 'failed' ? causeOf(check, provider().auth.kind) : undefined
    put(step, { outcome, ms, facts, server, ...(cause && { cause }) })
  }

  async function run(): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    failure.value = undefined
    steps.value = ALL.map((step) => ({ step, outcome: 'waiting', ms: 0, facts: {} }))
    const client = createBridgeClient({ url: bridgeUrl(useSessionStore().config, document.baseURI) })
    const begun = performance.now()
    try {
      const { version } = await client.open()
      put('bridge', { outcome: 'ok', ms: performance.now() - begun, facts: { version } })
      // A socket that waits for what comes next would be closed by the bridge (rule T4).
      client.close()
      await compareClocks()
      const given = await credentials()
      const { id } = provider()
      await client.open()
      await client.call(
        'diagnose',
        {
          provider: id,
          ...(given &&
            session && {
              user: session.mailbox?.address ?? session.user,
              credentials:
                given.kind === 'password'
                  ? { kind: 'password', password: given.password }
                  : { kind: 'accessToken', accessToken: given.accessToken },
            }),
        },
        { signal: abort.signal, onItem: receive },
      )
    } catch (caught) {
      failure.value = toPonteError(caught)
      const isUnreached = steps.value[0]?.outcome === 'waiting'
      if (isUnreached) put('bridge', { outcome: 'failed', ms: performance.now() - begun })
    } finally {
      client.close()
      isRunning.value = false
    }
  }

  return {
    steps,
    failure,
    isRunning,
    isOver: computed(() => !isRunning.value && steps.value.length > 0),
    hasFailed: computed(() => steps.value.some(({ outcome }) => outcome === 'failed')),
    run,
  }
}

/** A cause that only the page can see. */
function own(
  id: 'clock' | 'wrongAudience' | 'missingScopes',
  values: Record<string, string | number>,
): NonNullable<StepState['cause']> {
  return {
    title: `doctor.causes.${id}.title`,
    advice: `doctor.causes.${id}.advice`,
    topic: undefined,
    setting: id === 'clock' ? undefined : 'auth.scopes',
    values,
  }
}

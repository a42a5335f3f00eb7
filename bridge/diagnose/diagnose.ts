import type { Item } from '../../shared/protocol/command.ts'
import type { diagnose } from '../../shared/protocol/commands/diagnose.ts'
import {
  DIAGNOSIS_STEPS,
  type DiagnosisProblem,
  type DiagnosisStep,
} from '../../shared/protocol/diagnosis.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapEndpoint, Provider } from '../config/config.ts'
import { ImapConnection } from '../imap/connection.ts'
import type { Credentials } from '../imap/signingIn.ts'
import { signInToSubmit } from '../smtp/submit.ts'
import { createTalk, openTcp, openTls, resolveName, StepFailure, type Facts } from './probe.ts'

export type Check = Item<typeof diagnose>

interface Diagnosis {
  provider: Provider
  /** Without these, signing in is left out. */
  credentials: Credentials | undefined
  signal: AbortSignal
  now?: () => number
}

/** Goes the way to the mailbox and the way to send, step by step. Never throws for what a server or the network does. */
export async function* diagnoseProvider(diagnosis: Diagnosis): AsyncGenerator<Check, void, void> {
  yield* side(diagnosis, 'imap', imapSteps(diagnosis))
  yield* side(diagnosis, 'smtp', smtpSteps(diagnosis))
}

type Steps = [DiagnosisStep, () => Promise<Facts | undefined>][]

/** One after the other, until one fails: then the rest has no ground to stand on. */
async function* side(
  { signal, now = () => performance.now() }: Diagnosis,
  name: 'imap' | 'smtp',
  { steps, end }: { steps: Steps; end: () => void },
): AsyncGenerator<Check, void, void> {
  let failed = false
  try {
    for (const step of DIAGNOSIS_STEPS.filter((one) => one.startsWith(name))) {
      const run = steps.find(([one]) => one === step)?.[1]
      if (failed || !run) {
        yield { step, outcome: 'skipped', ms: 0 }
        continue
      }
      const begun = now()
      try {
        const facts = await run()
        yield { step, outcome: 'ok', ms: now() - begun, ...(facts && { facts }) }
      } catch (error) {
        if (signal.aborted) throw new PonteError('cancelled')
        failed = true
        yield { step, outcome: 'failed', ms: now() - begun, ...told(error) }
      }
    }
  } finally {
    end()
  }
}

function told(error: unknown): Pick<Check, 'code' | 'problem' | 'server' | 'facts'> {
  if (error instanceof SmtpRefused) return { code: error.code, ...(error.server && { server: error.server }) }
  const failure = error instanceof PonteError ? error : new PonteError('connectionLost')
  return {
    code: failure.code,
    ...(failure.server !== undefined && { server: failure.server }),
    ...(failure instanceof StepFailure && { problem: failure.problem, facts: failure.facts }),
  }
}

/** The way to the mailbox. */
function imapSteps({ provider, credentials, signal }: Diagnosis): { steps: Steps; end: () => void } {
  const endpoint = provider.imap
  const closing: (() => void)[] = []
  let tcp: Awaited<ReturnType<typeof openTcp>>
  let talk: ReturnType<typeof createTalk>
  let imap: ImapConnection
  let exists = 0
  const steps: Steps = [
    ['imapName', async () => ({ host: endpoint.host, addresses: await resolveName(endpoint) })],
    [
      'imapConnect',
      async () => {
        tcp = await openTcp(endpoint, signal)
        closing.push(() => tcp.destroy())
        return { port: endpoint.port }
      },
    ],
    [
      'imapTls',
      async () => {
        const { socket, facts } = await openTls(tcp, endpoint)
        closing.push(() => socket.destroy())
        talk = createTalk(socket)
        return facts
      },
    ],
    ['imapGreeting', async () => ({ greeting: await greeting(talk, /^\* (?:OK|PREAUTH)\b/i, /^\* BYE\b/i) })],
    [
      'imapCapability',
      async () => {
        talk.say('P1 CAPABILITY')
        const answer = await talk.until(/^P1 /)
        talk.say('P2 LOGOUT')
        const capabilities = /^\* CAPABILITY (.*)$/im.exec(answer)?.[1]?.trim().split(' ') ?? []
        if (!offersSignIn(provider, capabilities))
          throw new PonteError('mechanismUnsupported', { server: capabilities.join(' ') })
        return { capabilities }
      },
    ],
  ]
  if (credentials) {
    steps.push(
      [
        'imapAuthenticate',
        async () => {
          imap = await ImapConnection.open(endpoint, credentials, signal)
          closing.push(() => void imap.logout())
          return { capabilities: [...imap.capabilities] }
        },
      ],
      [
        'imapSelect',
        async () => {
          const onExists = ({ command }: { command: string }): void => void (exists = Number(command))
          await imap.exec('EXAMINE', [{ type: 'ATOM', value: 'INBOX' }], { untagged: { EXISTS: onExists } })
          return { exists }
        },
      ],
      [
        'imapFetch',
        async () => {
          if (exists > 0)
            await imap.exec('FETCH', [
              { type: 'SEQUENCE', value: '1' },
              [
                { type: 'ATOM', value: 'UID' },
                { type: 'ATOM', value: 'FLAGS' },
              ],
            ])
          return undefined
        },
      ],
    )
  }
  return { steps, end: () => closing.reverse().forEach((close) => close()) }
}

function offersSignIn({ auth }: Provider, capabilities: readonly string[]): boolean {
  const offered = new Set(capabilities.map((one) => one.toUpperCase()))
  if (auth.kind === 'password') return !offered.has('LOGINDISABLED')
  return offered.has('AUTH=XOAUTH2') || offered.has('AUTH=OAUTHBEARER')
}

/** A refusal that `submit` would tell too. */
class SmtpRefused extends Error {
  readonly code: string
  readonly server: string | undefined
  constructor(code: string, server: string | undefined) {
    super(code)
    this.code = code
    this.server = server
  }
}

/** The way to send, to the end of AUTH: nothing is submitted. */
function smtpSteps({ provider, credentials, signal }: Diagnosis): { steps: Steps; end: () => void } {
  const endpoint = provider.smtp
  const isImplicit = endpoint.port === 465
  const closing: (() => void)[] = []
  let tcp: Awaited<ReturnType<typeof openTcp>>
  const steps: Steps = [
    ['smtpName', async () => ({ host: endpoint.host, addresses: await resolveName(endpoint) })],
    [
      'smtpConnect',
      async () => {
        tcp = await openTcp(endpoint, signal)
        closing.push(() => tcp.destroy())
        return { port: endpoint.port }
      },
    ],
    ['smtpGreeting', async () => (isImplicit ? undefined : startTls(createTalk(tcp)))],
    [
      'smtpTls',
      async () => {
        const { socket, facts } = await openTls(tcp, endpoint)
        closing.push(() => socket.destroy())
        if (isImplicit) await greeting(createTalk(socket), /^220 /, /^[45]\d\d /)
        return facts
      },
    ],
  ]
  if (credentials) steps.push(['smtpAuthenticate', () => authenticate(endpoint, credentials, signal)])
  return { steps, end: () => closing.reverse().forEach((close) => close()) }
}

/** As far as the server says that TLS may begin. */
async function startTls(talk: ReturnType<typeof createTalk>): Promise<Facts> {
  const words = await greeting(talk, /^220 /, /^[45]\d\d /)
  talk.say('EHLO ponte.invalid')
  const features = await talk.until(/^\d{3} /)
  if (!/^250[ -]STARTTLS\b/im.test(features)) throw new StepFailure('noStartTls', new PonteError('tlsFailed'))
  talk.say('STARTTLS')
  const answer = await talk.until(/^\d{3} /)
  if (!answer.startsWith('220'))
    throw new StepFailure('noStartTls', new PonteError('tlsFailed', { server: answer }))
  talk.leave()
  return { greeting: words }
}

/** The server's first line. What says nothing, or speaks another language, is told apart. */
async function greeting(talk: ReturnType<typeof createTalk>, good: RegExp, refusal: RegExp): Promise<string> {
  let line: string
  try {
    line = await talk.until(/./)
  } catch (error) {
    const isSilent = error instanceof PonteError && error.code === 'connectionTimeout'
    const problem: DiagnosisProblem = 'silent'
    throw isSilent && talk.heard() === '' ? new StepFailure(problem, error) : error
  }
  if (good.test(line)) return line
  if (refusal.test(line)) throw new PonteError('serverBye', { server: line })
  throw new StepFailure('otherProtocol', new PonteError('serverNo', { server: line }))
}

async function authenticate(
  endpoint: ImapEndpoint,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<undefined> {
  const { outcome, step, reason, server } = await signInToSubmit({ endpoint, credentials, signal })
  if (outcome === 'sent') return
  throw new SmtpRefused(reason ?? (step === 'tls' ? 'tlsFailed' : 'connectionLost'), server)
}

import type { Item } from '../../shared/protocol/command.ts'
import type { diagnose } from '../../shared/protocol/commands/diagnose.ts'
import type { DiagnosisProblem, DiagnosisStep } from '../../shared/protocol/diagnosis.ts'
import { PonteError, type ErrorCode, type SignInStep } from '../../shared/protocol/errors.ts'
import type { PublicAuth } from '../../shared/publicConfig.ts'
import { explain } from '../auth/explain.ts'
import { isRefusal, isTopic, textsOf, type TopicId } from '../help/topics.ts'

export type Check = Item<typeof diagnose>

/** Why a step failed, as message keys, and what of the host's settings it is about. */
export interface Cause {
  id: DiagnosisProblem | TopicId
  title: string
  advice: string
  /** The page of docs/errors.md, where there is one. */
  topic: TopicId | undefined
  /** The field of `ponte.config.json` to look at; none where it is not the host's to change. */
  setting: string | undefined
}

/** Which part of a provider's settings each step goes by. */
const SETTINGS: Record<DiagnosisStep, string> = {
  imapName: 'imap.host',
  imapConnect: 'imap.port',
  imapTls: 'imap.ca',
  imapGreeting: 'imap.port',
  imapCapability: 'auth.kind',
  imapAuthenticate: 'auth.scopes',
  imapSelect: 'auth.scopes',
  imapFetch: 'imap.host',
  smtpName: 'smtp.host',
  smtpConnect: 'smtp.port',
  smtpGreeting: 'smtp.port',
  smtpTls: 'smtp.ca',
  smtpAuthenticate: 'auth.scopes',
}

/** Where the problem says more than the step; null: the mail server's own business. */
const OF_PROBLEM: Record<DiagnosisProblem, 'host' | 'port' | 'ca' | null> = {
  expired: null,
  notYetValid: null,
  wrongName: 'host',
  selfSigned: 'ca',
  untrusted: 'ca',
  plainText: 'port',
  oldTls: null,
  otherProtocol: 'port',
  silent: 'port',
  noStartTls: 'port',
}

/** What passes, or is the account's: no setting of the host's. */
const NOT_THE_HOSTS: readonly string[] = [
  'serverUnavailable',
  'throttled',
  'busy',
  'rateLimited',
  'smtpAuthDisabled',
  'mailboxNotConnected',
  'passwordRefused',
  'serverClosed',
  'connectionLost',
]

const SIGN_IN_STEPS: Partial<Record<DiagnosisStep, SignInStep>> = {
  imapTls: 'tls',
  imapCapability: 'capability',
  imapAuthenticate: 'authenticate',
  imapSelect: 'select',
}

export function causeOf(check: Check, kind: PublicAuth['kind']): Cause {
  const { step, code = 'internal', problem, server } = check
  const half = step.slice(0, 4)
  if (problem) {
    const field = OF_PROBLEM[problem]
    return {
      id: problem,
      title: `doctor.causes.${problem}.title`,
      advice: `doctor.causes.${problem}.advice`,
      topic: code === 'certificateInvalid' ? 'certificateInvalid' : 'tlsFailed',
      setting: field === null ? undefined : `${half}.${field}`,
    }
  }
  const id = isTopic(code) && isRefusal(code) ? code : problemOf(code as ErrorCode, { step, server, kind })
  const { title, advice } = textsOf(id)
  return { id, title, advice, topic: id, setting: NOT_THE_HOSTS.includes(id) ? undefined : SETTINGS[step] }
}

function problemOf(
  code: ErrorCode,
  at: { step: DiagnosisStep; server: string | undefined; kind: PublicAuth['kind'] },
): TopicId {
  const { step, server, kind } = at
  const signInStep = SIGN_IN_STEPS[step]
  const error = new PonteError(code, {
    ...(server !== undefined && { server }),
    ...(signInStep && { step: signInStep }),
  })
  return explain(error, { kind, online: true }).id
}

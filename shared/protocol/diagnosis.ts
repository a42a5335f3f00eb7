/** The steps of a diagnosis, in order: the way to the mailbox, then the way to send. */
export const DIAGNOSIS_STEPS = [
  'imapName',
  'imapConnect',
  'imapTls',
  'imapGreeting',
  'imapCapability',
  'imapAuthenticate',
  'imapSelect',
  'imapFetch',
  'smtpName',
  'smtpConnect',
  'smtpGreeting',
  'smtpTls',
  'smtpAuthenticate',
] as const
export type DiagnosisStep = (typeof DIAGNOSIS_STEPS)[number]

/** What a failed step is, where its code says too little. */
export const DIAGNOSIS_PROBLEMS = [
  'expired',
  'notYetValid',
  'wrongName',
  'selfSigned',
  'untrusted',
  'plainText',
  'oldTls',
  'otherProtocol',
  'silent',
  'noStartTls',
] as const
export type DiagnosisProblem = (typeof DIAGNOSIS_PROBLEMS)[number]

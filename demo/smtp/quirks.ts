/** The steps of a submission at which the server can refuse, or cut the connection. */
export type SmtpStep = 'connect' | 'authenticate' | 'sender' | 'recipient' | 'message'

export interface SmtpRefusal {
  at: SmtpStep
  /** The reply's three digits. */
  code: number
  /** With the enhanced status code (RFC 3463) in front. */
  text: string
  /** How often, counted down; `Infinity`: always. */
  times: number
}

export interface SmtpCut {
  /** `answer`: the message was taken and delivered, and nobody hears of it. */
  at: SmtpStep | 'answer'
  /** How often, counted down. */
  times: number
}

/** What a submission server does beside delivering. Each is a switch; they may be changed while the server runs. */
export interface SmtpQuirks {
  refusal: SmtpRefusal | undefined
  /** The connection ends without a word. */
  cut: SmtpCut | undefined
  /** Largest message, in bytes; EHLO announces it. */
  maxBytes: number
  /** Whether EHLO announces it; otherwise the message is refused once it has come. */
  announcesSize: boolean
  /** Takes AUTH as a shared mailbox; Exchange answers 535 5.7.3. */
  sharedSignIn: boolean
  /** Puts what is sent as a shared mailbox into its Sent folder too: `MessageCopyForSentAsEnabled`. */
  sharedSentCopy: boolean
}

/** Whether it happens now; counts it. */
export function happens(switched: { at: string; times: number } | undefined, at: string): boolean {
  if (switched?.at !== at || switched.times <= 0) return false
  switched.times -= 1
  return true
}

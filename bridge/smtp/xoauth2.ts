import type { Credentials } from '../imap/signingIn.ts'
import { oauthReason } from '../oauthReason.ts'

/** What nodemailer hands to an authentication of one's own. */
interface CustomAuth {
  sendCommand(line: string): Promise<{ status: number; response: string }>
}

/**
 * AUTH XOAUTH2 with the initial response. A 334 carries the reason of a refusal, which the 535 after it seldom tells:
 * it is answered with an empty line and passed on behind the server's words.
 */
export function xoauth2(
  credentials: Extract<Credentials, { kind: 'accessToken' }>,
): (context: CustomAuth) => Promise<void> {
  const { user, accessToken } = credentials
  const initial = Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`, 'utf8').toString(
    'base64',
  )
  return async (context) => {
    let answer = await context.sendCommand(`AUTH XOAUTH2 ${initial}`)
    let reason: string | undefined
    if (answer.status === 334) {
      reason = reasonOf(answer.response)
      answer = await context.sendCommand('')
    }
    if (answer.status >= 200 && answer.status <= 299) return
    // The last answer is put into the error by nodemailer.
    throw Object.assign(new Error('refused'), { reason })
  }
}

/** The JSON object in a challenge; nothing where there is none. */
function reasonOf(challenge: string): string | undefined {
  const decoded = Buffer.from(challenge.replace(/^334[ -]?/, ''), 'base64').toString('utf8')
  try {
    return oauthReason(JSON.parse(decoded))
  } catch {
    return undefined
  }
}

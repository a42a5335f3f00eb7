import { oneClick } from '../../shared/protocol/commands/oneClick.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { MINUTE_MS, ONE_CLICKS_PER_MINUTE } from '../fetch/limits.ts'
import { postForm } from '../fetch/post.ts'
import { handle, type SessionContext } from '../handler.ts'

/** RFC 8058 section 3.1. */
const FORM = 'List-Unsubscribe=One-Click'

// eslint-disable-next-line require-yield -- the answer is the result
export const oneClickHandler = handle(oneClick, async function* ({ session, signal }, { url }) {
  if (!URL.canParse(url)) return { outcome: 'forbidden' as const }
  takeTurn(session)
  const answer = await postForm(new URL(url), FORM, { outside: session.outside, signal })
  if (answer.kind !== 'answered') return { outcome: answer.kind }
  const { status } = answer
  return { outcome: status >= 200 && status < 300 ? ('done' as const) : ('refused' as const), status }
})

/** When each session's requests of the last minute were. */
const turns = new WeakMap<SessionContext, number[]>()

/** @throws {PonteError} `tooManyCalls` */
function takeTurn(session: SessionContext): void {
  const now = performance.now()
  const recent = (turns.get(session) ?? []).filter((then) => now - then < MINUTE_MS)
  if (recent.length >= ONE_CLICKS_PER_MINUTE) throw new PonteError('tooManyCalls')
  turns.set(session, [...recent, now])
}

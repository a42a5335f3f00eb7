import { setPending, takePending } from '../../auth/redirect.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import type { SignInWindow } from '../../auth/types.ts'
import { watchWindow } from '../../auth/windowWatch.ts'
import { toPonteError } from '../kit/failure.ts'
import type { Connection } from './connection.ts'
import type { Asking } from './state.ts'

export interface SignInAgainOptions {
  /** What the refused renewal wants to be asked for. */
  claims: string | undefined
  /** `undefined`: nobody is asked any more. */
  onAsking: (asking: Asking | undefined) => void
  /** The connection came back meanwhile, by whatever way. */
  isReady: () => boolean
}

interface Try {
  popup?: SignInWindow
}

/** The last try of each: an older one may still answer, for its window may be open. */
const tries = new WeakMap<Connection, Try>()

/** Asks the identity provider again, in a small window where that can be, so that nothing on this page is lost. */
export async function signInAgain(
  connection: Connection,
  { claims, onAsking, isReady }: SignInAgainOptions,
): Promise<void> {
  const { account, auth, controller, beforeRedirect } = connection
  const { providerId, identity, user, mailbox } = account
  const mine: Try = {}
  const isLast = (): boolean => tries.get(connection) === mine
  let stopWatching = (): void => undefined
  tries.get(connection)?.popup?.close()
  tries.set(connection, mine)
  // For the ways that take the page along.
  setPending({ providerId, identity, ...(mailbox && { mailbox }), route: location.hash })
  try {
    const credentials = await auth.signIn({
      user,
      popup: true,
      claims,
      onWindow(popup) {
        if (!isLast()) return
        mine.popup = popup
        onAsking('window')
        stopWatching = watchWindow(popup, () => onAsking('closed'))
      },
      beforeRedirect: beforeRedirect.run,
    })
    // Another person is another account here too; what they left must not be found later.
    if (credentials.identity !== identity) await auth.forget(credentials.identity)
    requireIdentity(credentials, identity)
    if (!isReady()) controller.connect(credentials)
  } catch (error) {
    if (isLast()) controller.fail(toPonteError(error))
  } finally {
    stopWatching()
    if (isLast()) {
      takePending()
      onAsking(undefined)
    }
  }
}

import { setPending, takePending } from '../../auth/redirect.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import { toPonteError } from '../kit/failure.ts'
import type { Connection } from './connection.ts'

/** Asks the identity provider again, in a small window where that can be, so that nothing on this page is lost. */
export async function signInAgain({ account, auth, controller }: Connection): Promise<void> {
  const { providerId, identity, user } = account
  // For the providers that take the page along.
  setPending({ providerId, identity })
  try {
    const credentials = await auth.signIn({ user, popup: true })
    // Another person is another account here too; what they left must not be found later.
    if (credentials.identity !== identity) await auth.forget(credentials.identity)
    controller.connect(requireIdentity(credentials, identity))
  } catch (error) {
    controller.fail(toPonteError(error))
  } finally {
    takePending()
  }
}

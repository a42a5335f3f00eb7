import { IdentityError } from '../../auth/identityError.ts'
import { toPonteError } from '../kit/failure.ts'
import type { Connection } from './connection.ts'

/** Asks the identity provider again, in a small window where that can be, so that nothing on this page is lost. */
export async function signInAgain({ account, auth, controller }: Connection): Promise<void> {
  try {
    const credentials = await auth.signIn({ user: account.user, popup: true })
    // Another account of the same person is another account here too.
    if (credentials.user.toLowerCase() !== account.user.toLowerCase()) {
      throw new IdentityError('account_selection_required', credentials.user)
    }
    controller.connect(credentials)
  } catch (error) {
    controller.fail(toPonteError(error))
  }
}

import { logout } from '../../shared/protocol/commands/logout.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- LOGOUT has no items
export const logoutHandler = handle(logout, async function* ({ session }) {
  session.end()
  return {}
})

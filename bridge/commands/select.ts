import { select } from '../../shared/protocol/commands/select.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- what SELECT tells is one answer
export const selectHandler = handle(select, async function* ({ session, signal }, { path }) {
  return session.main.watch({ path, readOnly: false }, signal)
})

import { examine } from '../../shared/protocol/commands/examine.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- what EXAMINE tells is one answer
export const examineHandler = handle(examine, async function* ({ session, signal }, { path }) {
  return session.main.watch({ path, readOnly: true }, signal)
})

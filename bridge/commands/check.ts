import { PonteError } from '../../shared/protocol/errors.ts'
import { check } from '../../shared/protocol/commands/check.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- CHECK has no items
export const checkHandler = handle(check, async function* ({ session, signal }) {
  await session.main.use({ signal }, async (imap) => {
    if (!imap.selected) throw new PonteError('noMailboxSelected')
    await imap.exec('CHECK', [])
  })
  return {}
})

import { PonteError } from '../../shared/protocol/errors.ts'
import { check } from '../../shared/protocol/commands/check.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- CHECK has no items
export const checkHandler = handle(check, async function* ({ lane }) {
  await lane.use({}, async (imap) => {
    if (!imap.selected) throw new PonteError('noMailboxSelected')
    await imap.exec('CHECK', [])
  })
  return {}
})

import { formatNumberSet } from '../../shared/mail/numberSet.ts'
import { search } from '../../shared/protocol/commands/search.ts'
import { handle } from '../handler.ts'
import { searchArguments } from '../imap/searchArguments.ts'
import { numberOf } from '../imap/tokens.ts'

// eslint-disable-next-line require-yield -- the hits are one set
export const searchHandler = handle(search, async function* ({ session, signal }, { mailbox, criteria, by }) {
  const hits: number[] = []
  await session.main.use({ signal, mailbox }, (imap) =>
    imap.exec(by === 'uid' ? 'UID SEARCH' : 'SEARCH', searchArguments(criteria), {
      untagged: {
        SEARCH: (response) => {
          for (const token of response.attributes ?? []) {
            const number = numberOf(token)
            if (number !== undefined && number > 0) hits.push(number)
          }
        },
      },
    }),
  )
  return { set: formatNumberSet(hits), count: new Set(hits).size }
})

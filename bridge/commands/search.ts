import { formatNumberSet } from '../../shared/mail/numberSet.ts'
import { search } from '../../shared/protocol/commands/search.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { runSearch } from '../imap/runSearch.ts'
import { asksForModSeq, searchArguments } from '../imap/searchArguments.ts'

// eslint-disable-next-line require-yield -- the hits are one set
export const searchHandler = handle(search, async function* ({ lane }, { mailbox, criteria, by }) {
  const hits = await lane.use({ mailbox }, (imap) => {
    if (asksForModSeq(criteria)) requireCapability(imap, 'CONDSTORE')
    return runSearch(imap, { by, program: searchArguments(criteria) })
  })
  return { set: formatNumberSet(hits), count: hits.length }
})

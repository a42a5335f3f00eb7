import { search } from '../../shared/protocol/commands/search.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { numberSetParts } from '../imap/numberSetParts.ts'
import { runSearch } from '../imap/runSearch.ts'
import { asksForModSeq, namesAll, searchArguments } from '../imap/searchArguments.ts'

export const searchHandler = handle(search, async function* ({ lane }, { mailbox, criteria, by }) {
  const upToDate = namesAll(criteria) ? undefined : 'arrived'
  const found = await lane.use({ mailbox, upToDate }, (imap) => {
    if (asksForModSeq(criteria)) requireCapability(imap, 'CONDSTORE')
    return runSearch(imap, { by, program: searchArguments(criteria) })
  })
  let rest = ''
  for (const set of numberSetParts(found)) {
    if (rest !== '') yield { set: rest }
    rest = set
  }
  return { set: rest, count: found.length }
})

import { createBodySearch } from './bodySearch.ts'
import { createFoundList } from './foundList.ts'
import { comparedIn, createFolderSearch } from './searchFolders.ts'
import { createSearchJob } from './searchJob.ts'

/** What searches are made with: loaded with the first of them, so that the first rows need not wait for it. */
export const engine = { createBodySearch, createFoundList, createFolderSearch, comparedIn, createSearchJob }

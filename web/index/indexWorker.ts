import { expose } from 'comlink'
import { createHeaderCache } from '../cache/headerCache.ts'
import { HeaderIndex } from './headerIndex.ts'

/** One index for each account of the page, behind one door. */
const cache = createHeaderCache()
const indexes = new Map<string, HeaderIndex>()

/** What the page may ask, each with the account first: the methods of `HeaderIndex`. */
function indexOf(account: string): HeaderIndex {
  const index = indexes.get(account) ?? new HeaderIndex(account, cache)
  indexes.set(account, index)
  return index
}

type Method =
  | 'open'
  | 'stage'
  | 'unstage'
  | 'add'
  | 'compare'
  | 'mark'
  | 'expunge'
  | 'newest'
  | 'rows'
  | 'rowsAt'
  | 'search'
  | 'prepare'
  | 'flush'
  | 'forget'

export interface IndexDoor {
  call<Name extends Method>(
    account: string,
    name: Name,
    ...args: Parameters<HeaderIndex[Name]>
  ): ReturnType<HeaderIndex[Name]>
}

const door: IndexDoor = {
  call(account, name, ...args) {
    const index = indexOf(account)
    return (index[name] as (...all: unknown[]) => unknown).apply(index, args) as never
  },
}

expose(door)

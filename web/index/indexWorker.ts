import { expose, proxy } from 'comlink'
import { createHeaderCache } from '../cache/headerCache.ts'
import { HeaderIndex } from './headerIndex.ts'

const cache = createHeaderCache()
const indexes = new Map<string, HeaderIndex>()

/** What the page asks of its worker: the index of an account, as an object that stays here. */
const door = {
  indexOf(account: string) {
    const index = indexes.get(account) ?? new HeaderIndex(account, cache)
    indexes.set(account, index)
    return proxy(index)
  },
}
export type IndexDoor = typeof door

expose(door)

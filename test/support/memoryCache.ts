import type { HeaderCache, CachedHeaders } from '../../web/cache/headerCache.ts'

/** What headerCache.ts promises, without a browser; `fail` makes the next writes reject, as a full disk does. */
export function memoryCache(): HeaderCache & { kept: Map<string, CachedHeaders>; fail: boolean } {
  const kept = new Map<string, CachedHeaders>()
  const cache = {
    kept,
    fail: false,
    load: (_account: string, path: string) => Promise.resolve(structuredClone(kept.get(path))),
    stampOf: (_account: string, path: string) => Promise.resolve(kept.get(path)?.stamp),
    drop: (_account: string, path: string) => Promise.resolve(void kept.delete(path)),
    clear: () => Promise.resolve(kept.clear()),
    write: (async (_account, path, { uidValidity, modSeq, stamp, after, put, remove }) => {
      await Promise.resolve()
      if (cache.fail) throw new Error('The disk is full.')
      const before = kept.get(path)
      const mixed = before?.stamp !== after
      // Of two tables no block goes with the other's.
      const blocks = new Map(mixed ? [] : before?.blocks.map((one) => [one.id, one]))
      for (const id of remove) blocks.delete(id)
      for (const one of put) blocks.set(one.id, structuredClone(one))
      kept.set(path, {
        uidValidity,
        stamp,
        ...(mixed || modSeq === undefined ? {} : { modSeq }),
        blocks: [...blocks.values()],
      })
      return { mixed }
    }) satisfies HeaderCache['write'],
  }
  return cache
}

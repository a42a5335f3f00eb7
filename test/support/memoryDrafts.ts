import type { DraftCache } from '../../web/cache/draftCache.ts'

/** The browser's storage of drafts, for tests without a browser; `records` is what it holds. */
export function memoryDrafts(): DraftCache & { records: Map<string, string> } {
  const records = new Map<string, string>()
  const files = new Map<string, { draft: string; blob: Blob }>()
  return {
    records,
    load: async (account) =>
      [...records].map(([key, data]) => ({
        draft: { key, account, data },
        files: new Map(
          [...files].filter(([, file]) => file.draft === key).map(([id, { blob }]) => [id, blob]),
        ),
      })),
    put: async ({ key, data }) => void records.set(key, String(data)),
    putFile: async ({ id, draft, blob }) => void files.set(id, { draft, blob }),
    removeFile: async (id) => void files.delete(id),
    remove: async (key) => void records.delete(key),
    clear: async () => records.clear(),
    close: async () => undefined,
  }
}

import { onBeforeUnmount, shallowRef } from 'vue'
import { HOST_RETRY_MS } from '../limits.ts'
import { delay } from '../delay.ts'
import { withTexts } from '../i18n/index.ts'
import type { Letter } from '../mime/letter.ts'
import type { useComposer } from '../stores/compose/index.ts'
import { useSession } from '../stores/session/index.ts'

type Composer = ReturnType<typeof useComposer>

/**
 * All that writes and sends, which comes behind the rows: a large part of the page that the first look at mail does not
 * need. What is asked of it before waits for it; while the page's host is away it is asked for again and again.
 */
export function useWriting(accountId: string) {
  const composer = shallowRef<Composer>()
  let loading: Promise<Composer> | undefined
  let isWanted = true

  function load(): Promise<Composer> {
    loading ??= fetchComposer()
    return loading
  }

  async function fetchComposer(): Promise<Composer> {
    for (;;) {
      try {
        const { useComposer } = await withTexts(['compose', 'refusals'], import('../stores/compose/index.ts'))
        composer.value = useComposer(accountId)
        return composer.value
      } catch (error) {
        if (!isWanted) throw error
        await delay(HOST_RETRY_MS)
      }
    }
  }

  onBeforeUnmount(() => (isWanted = false))
  // It has drafts to save, and asks for itself once it is here.
  useSession(accountId).beforeSignOut(async () => {
    await load()
    return true
  })

  return {
    /** What is being written; `undefined` until it is here. */
    composer,
    load,
    write: (to?: string | Letter): void =>
      void load().then((loaded) => (typeof to === 'object' ? loaded.begin(to) : loaded.write(to))),
  }
}

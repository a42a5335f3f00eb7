import { defineAsyncComponent, type Component } from 'vue'

/** How long a part of the page that could not be fetched is waited for before it is asked for again, in milliseconds. */
export const HOST_RETRY_MS = 1_000

/** A component that is fetched when first drawn; while the page's host is away it is asked for again and again. */
export function lazy<Loaded extends Component>(load: () => Promise<{ default: Loaded }>): Loaded {
  return defineAsyncComponent({
    loader: load,
    onError: (_error, retry) => void setTimeout(retry, HOST_RETRY_MS),
  })
}

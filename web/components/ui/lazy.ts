import { defineAsyncComponent, type Component } from 'vue'
import { HOST_RETRY_MS } from '../../limits.ts'

/** A component that is fetched when first drawn; while the page's host is away it is asked for again and again. */
export function lazy<Loaded extends Component>(load: () => Promise<{ default: Loaded }>): Loaded {
  return defineAsyncComponent({
    loader: load,
    onError: (_error, retry) => void setTimeout(retry, HOST_RETRY_MS),
  })
}

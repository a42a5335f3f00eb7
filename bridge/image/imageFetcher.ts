import { PonteError } from '../../shared/protocol/errors.ts'
import type { Result } from '../../shared/protocol/command.ts'
import type { image } from '../../shared/protocol/commands/image.ts'
import { IMAGE_TIMEOUT_MS, MAX_IMAGES_AT_ONCE } from '../limits.ts'
import type { Outside } from '../fetch/guard.ts'
import { fetchImage, NoImage, type FetchImageOptions } from './fetchImage.ts'

/** What the host says of remote pictures. */
export interface ImageRules extends Pick<Outside, 'trusted' | 'resolve'> {
  /** The host fetches none. */
  off?: boolean | undefined
  /** How long one may take, in milliseconds; IMAGE_TIMEOUT_MS when absent. */
  timeoutMs?: number | undefined
}

/** One session's remote pictures: a few at once, each within its time. */
export class ImageFetcher {
  readonly #rules: ImageRules
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(rules: ImageRules = {}) {
    this.#rules = rules
  }

  /** @throws PonteError `cancelled`, and what `write` throws. */
  async fetch(
    url: string,
    { signal, write }: Pick<FetchImageOptions, 'signal' | 'write'>,
  ): Promise<Result<typeof image>> {
    if (this.#rules.off) return { outcome: 'none', reason: 'off' }
    await this.#turn()
    const time = AbortSignal.timeout(this.#rules.timeoutMs ?? IMAGE_TIMEOUT_MS)
    try {
      if (signal.aborted) throw new PonteError('cancelled')
      const { trusted, resolve } = this.#rules
      const found = await fetchImage(url, {
        signal: AbortSignal.any([signal, time]),
        write,
        outside: { trusted, resolve },
      })
      return { outcome: 'picture', ...found }
    } catch (error) {
      if (signal.aborted) throw new PonteError('cancelled')
      if (!(error instanceof NoImage)) throw error
      return { outcome: 'none', reason: time.aborted ? 'timeout' : error.reason }
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= MAX_IMAGES_AT_ONCE)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
  }
}

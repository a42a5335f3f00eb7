import { toPonteError } from './failure.ts'
import type { Toast } from './toasts.ts'

/** Says what failed, why, and in the server's own words. */
export function reportFailure(
  toasts: { show(next: Omit<Toast, 'id'>): void },
  text: string,
  error: unknown,
): void {
  const { message, server } = toPonteError(error)
  toasts.show({
    text,
    values: { reason: message },
    failed: true,
    ...(server === undefined ? {} : { server }),
  })
}

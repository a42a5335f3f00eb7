import { PonteError } from '../../../shared/protocol/errors.ts'

/** Whatever was thrown, as the one error the page knows how to show. */
export function toPonteError(error: unknown): PonteError {
  if (error instanceof PonteError) return error
  return new PonteError('internal', {
    message: error instanceof Error ? error.message : String(error),
    cause: error,
  })
}

/** The caller itself ended the call: nothing to report. */
export function isCancelled(error: unknown): boolean {
  return error instanceof PonteError && error.code === 'cancelled'
}

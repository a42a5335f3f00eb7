import { PonteError, type ErrorCode } from '../../../shared/protocol/errors.ts'
import { say } from '../../i18n/index.ts'

/** The page asked wrongly: their messages speak of fields and frames, to whoever mends the page. */
const OWN_MISTAKES = new Set<ErrorCode>(['invalidArguments', 'malformedFrame', 'unknownCommand', 'tagInUse'])

/** Whatever was thrown, as the one error the page knows how to show. */
export function toPonteError(error: unknown): PonteError {
  if (error instanceof PonteError) return OWN_MISTAKES.has(error.code) ? inWords(error) : error
  return new PonteError('internal', {
    message: error instanceof Error ? error.message : String(error),
    cause: error,
  })
}

/** What a person reads instead; the error as it came stays as the cause. */
function inWords(error: PonteError): PonteError {
  if (error.cause instanceof PonteError) return error
  return new PonteError(error.code, { message: say('problems.ownMistake'), cause: error })
}

/** The caller itself ended the call: nothing to report. */
export function isCancelled(error: unknown): boolean {
  return error instanceof PonteError && error.code === 'cancelled'
}

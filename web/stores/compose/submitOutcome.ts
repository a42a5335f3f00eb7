import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import { isTurnedAway } from '../../bridge/repeatLost.ts'
import { toPonteError } from '../kit/failure.ts'
import type { SendEvent } from './outgoing.ts'

type Outcome = Result<Commands['submit']>

export function outcomeEvent({ outcome, step, server, rejected }: Outcome): SendEvent {
  return {
    type: 'outcome',
    outcome,
    ...(step === undefined ? {} : { step }),
    ...(server === undefined ? {} : { server }),
    ...(rejected === undefined ? {} : { refused: rejected }),
  }
}

/** The way to the bridge, or the bridge itself, broke: nobody here saw how far it came. */
const BLIND = new Set(['connectionLost', 'shuttingDown'])

/** What a submission that ended without an outcome tells. */
export function failureEvent(thrown: unknown): SendEvent {
  // The bridge goes away and did not begin: the message is still here, whole.
  if (isTurnedAway(thrown)) return { type: 'outcome', outcome: 'failed', step: 'interrupted' }
  const error = toPonteError(thrown)
  // `internal` from the wire is the bridge's own confusion; made here it is a file that could not be read.
  const confused = error.code === 'internal' && error.cause === undefined
  if (BLIND.has(error.code) || confused) return { type: 'lost' }
  const { message, server } = error
  return { type: 'refused', message, ...(server === undefined ? {} : { server }) }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { SocketError } from '../../../../web/bridge/socketError.ts'
import {
  nextSendState,
  WRITING,
  type SendEvent,
  type SendState,
} from '../../../../web/stores/compose/outgoing.ts'
import { failureEvent, outcomeEvent } from '../../../../web/stores/compose/submitOutcome.ts'

const after = (...events: SendEvent[]): SendState => events.reduce(nextSendState, WRITING)
const submitting = (total: number): SendEvent[] => [
  { type: 'count', until: 1 },
  { type: 'submit', total },
]

describe('sending', () => {
  it('counts down, can be called back, then goes', () => {
    expect(after({ type: 'count', until: 5 })).toEqual({ name: 'counting', until: 5 })
    expect(after({ type: 'count', until: 5 }, { type: 'undo' })).toEqual(WRITING)
    expect(after(...submitting(9), { type: 'undo' })).toEqual({ name: 'submitting', uploaded: 0, total: 9 })
  })

  it.each<[string, number, number[], SendState]>([
    ['all of a file had left', 10, [4, 6], { name: 'unknown', looking: false, looked: false }],
    ['there was no file', 0, [], { name: 'unknown', looking: false, looked: false }],
    ['a byte was still here', 10, [4, 5], { name: 'failed', step: 'interrupted' }],
  ])('a lost connection: %s', (_, total, uploads, expected) => {
    const uploaded = uploads.map((bytes): SendEvent => ({ type: 'uploaded', bytes }))
    expect(after(...submitting(total), ...uploaded, { type: 'lost' })).toEqual(expected)
  })

  it('what is unknown is looked for; only what is found was sent', () => {
    const unknown: SendEvent[] = [...submitting(0), { type: 'lost' }, { type: 'look' }]
    expect(after(...unknown)).toMatchObject({ looking: true })
    expect(after(...unknown, { type: 'looked', found: false })).toMatchObject({
      name: 'unknown',
      looking: false,
      looked: true,
    })
    expect(after(...unknown, { type: 'lookFailed' })).toMatchObject({
      name: 'unknown',
      looking: false,
      looked: false,
    })
    expect(after(...unknown, { type: 'looked', found: true })).toEqual({ name: 'sent', refused: [] })
  })

  it('says sent only when the server, or the Sent folder, did', () => {
    const event = fc.oneof(
      ...(
        [
          { type: 'count', until: 1 },
          { type: 'undo' },
          { type: 'submit', total: 3 },
          { type: 'uploaded', bytes: 3 },
          { type: 'lost' },
          { type: 'restored' },
          { type: 'look' },
          { type: 'lookFailed' },
          { type: 'looked', found: false },
          { type: 'edit' },
          { type: 'ask', questions: ['noSubject'] },
          { type: 'wrong', problem: 'noRecipient' },
          { type: 'refused', message: 'no' },
          { type: 'outcome', outcome: 'failed' },
          { type: 'outcome', outcome: 'unknown' },
        ] as SendEvent[]
      ).map((one) => fc.constant(one)),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        expect(after(...events).name).not.toBe('sent')
      }),
    )
    const sent = after(...submitting(0), { type: 'outcome', outcome: 'sent' })
    fc.assert(
      fc.property(
        fc.array(
          event.filter((one) => one.type !== 'restored'),
          { maxLength: 20 },
        ),
        (events) => {
          expect(events.reduce(nextSendState, sent)).toEqual(sent)
        },
      ),
    )
  })

  it('nothing but the writer leads out of the unknown', () => {
    const unknown = after(...submitting(0), { type: 'lost' })
    const byItself: SendEvent[] = [
      { type: 'undo' },
      { type: 'edit' },
      { type: 'lost' },
      { type: 'uploaded', bytes: 1 },
      { type: 'outcome', outcome: 'failed' },
    ]
    for (const event of byItself) expect(nextSendState(unknown, event)).toEqual(unknown)
  })
})

describe('what the bridge answered', () => {
  it('an outcome is taken as it is', () => {
    expect(outcomeEvent({ outcome: 'failed', step: 'data', server: '554 no' })).toEqual({
      type: 'outcome',
      outcome: 'failed',
      step: 'data',
      server: '554 no',
    })
    const refused = [{ address: 'a@b.c', server: '550' }]
    expect(outcomeEvent({ outcome: 'sent', rejected: refused })).toMatchObject({ refused })
  })

  it.each<[string, unknown, string]>([
    ['the socket broke', new SocketError('closed', 'gone'), 'lost'],
    ['another tab lost it', new PonteError('connectionLost'), 'lost'],
    ['the bridge went away', new SocketError('bye', 'gone', 'shuttingDown'), 'lost'],
    ['the bridge is going away and did not begin', new PonteError('shuttingDown'), 'outcome'],
    ['the bridge does not know', new PonteError('internal'), 'lost'],
    ['a file could not be read', new DOMException('gone', 'NotReadableError'), 'refused'],
    ['the arguments were wrong', new PonteError('invalidArguments'), 'refused'],
    ['a part is gone', new PonteError('messageGone', { server: 'NO' }), 'refused'],
  ])('%s', (_, error, type) => {
    expect(failureEvent(error).type).toBe(type)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { SocketError } from '../../../../web/bridge/socketError.ts'
import {
  durableOf,
  failureEvent,
  isMereDraft,
  isOnItsWay,
  isPassing,
  isUnderWay,
  needsWriter,
  nextSendState,
  outcomeEvent,
  revivedState,
  WRITING,
  type Failure,
  type SendEvent,
  type SendState,
} from '../../../../web/stores/compose/outgoing.ts'

type Kind = SendState['kind']

const unknown: SendState = { kind: 'unknown', looking: false, looked: false }
/** One state of each kind, and those that follow an earlier try. */
const STATES = {
  writing: WRITING,
  wrong: { kind: 'wrong', problem: 'offline', again: false },
  asking: { kind: 'asking', questions: ['noSubject'], again: false },
  counting: { kind: 'counting', until: 5, again: false },
  submitting: { kind: 'submitting', uploaded: 4, total: 10, again: false, tries: 2 },
  waiting: { kind: 'waiting', until: 5, tries: 3, failure: { step: 'network' } },
  failed: { kind: 'failed', failure: { step: 'data' } },
  unknown,
  sent: { kind: 'sent', refused: [], copy: 'missing' },
  'wrong again': { kind: 'wrong', problem: 'offline', again: true },
  'asking again': { kind: 'asking', questions: ['noSubject'], again: true },
  'counting again': { kind: 'counting', until: 5, again: true },
  'submitting again': { kind: 'submitting', uploaded: 4, total: 10, again: true, tries: 0 },
} satisfies Record<string, SendState>
type StateName = keyof typeof STATES

const EVENTS = {
  problem: { kind: 'problem', problem: 'recipients' },
  ask: { kind: 'ask', questions: ['large'] },
  count: { kind: 'count', until: 9 },
  edit: { kind: 'edit' },
  undo: { kind: 'undo' },
  submit: { kind: 'submit', total: 7 },
  step: { kind: 'step', step: 'data' },
  uploaded: { kind: 'uploaded', bytes: 6 },
  accepted: { kind: 'accepted', refused: [{ address: 'a@b.c', server: '550' }], server: '250' },
  failed: { kind: 'failed', failure: { message: 'no' } },
  passing: { kind: 'failed', failure: { step: 'network' }, retryAt: 70 },
  unconfirmed: { kind: 'unconfirmed', server: '451' },
  lost: { kind: 'lost' },
  'lost for a while': { kind: 'lost', retryAt: 70 },
  look: { kind: 'look' },
  found: { kind: 'looked', found: true },
  notFound: { kind: 'looked', found: false },
  lookFailed: { kind: 'lookFailed' },
  copied: { kind: 'copied' },
  copyFailed: { kind: 'copyFailed' },
} satisfies Record<string, SendEvent>
type EventName = keyof typeof EVENTS

const begun = (again: boolean) => ({
  problem: { kind: 'wrong', problem: 'recipients', again },
  ask: { kind: 'asking', questions: ['large'], again },
  count: { kind: 'counting', until: 9, again },
})
const accepted = {
  kind: 'sent',
  refused: [{ address: 'a@b.c', server: '550' }],
  server: '250',
  copy: 'missing',
}
const unconfirmed = { ...unknown, server: '451' }

/** Every transition; an event that is missing here leaves the state as it is. */
const TRANSITIONS: Record<StateName, Partial<Record<EventName, unknown>>> = {
  writing: begun(false),
  wrong: { ...begun(false), edit: WRITING },
  asking: { ...begun(false), edit: WRITING },
  failed: begun(false),
  counting: { undo: WRITING, submit: { kind: 'submitting', uploaded: 0, total: 7, again: false, tries: 0 } },
  waiting: {
    ...begun(false),
    undo: WRITING,
    submit: { kind: 'submitting', uploaded: 0, total: 7, again: false, tries: 3 },
  },
  submitting: {
    step: { ...STATES.submitting, step: 'data' },
    passing: { kind: 'waiting', until: 70, tries: 3, failure: { step: 'network' } },
    'lost for a while': { kind: 'waiting', until: 70, tries: 3, failure: { step: 'interrupted' } },
    uploaded: { ...STATES.submitting, uploaded: 10 },
    accepted,
    failed: { kind: 'failed', failure: { message: 'no' } },
    unconfirmed,
    lost: { kind: 'failed', failure: { step: 'interrupted' } },
  },
  unknown: {
    ...begun(true),
    look: { ...unknown, looking: true },
    found: { kind: 'sent', refused: [], copy: 'present' },
    notFound: { ...unknown, looked: true },
  },
  sent: { copied: { ...STATES.sent, copy: 'present' }, copyFailed: { ...STATES.sent, copy: 'unsure' } },
  'wrong again': { ...begun(true), edit: unknown },
  'asking again': { ...begun(true), edit: unknown },
  'counting again': {
    undo: unknown,
    submit: { kind: 'submitting', uploaded: 0, total: 7, again: true, tries: 0 },
  },
  'submitting again': {
    step: { ...STATES['submitting again'], step: 'data' },
    passing: { ...unknown, retry: { step: 'network' } },
    'lost for a while': { ...unknown, retry: { step: 'interrupted' } },
    uploaded: { ...STATES['submitting again'], uploaded: 10 },
    accepted,
    failed: { ...unknown, retry: { message: 'no' } },
    unconfirmed,
    lost: { ...unknown, retry: { step: 'interrupted' } },
  },
}

const stateNames = Object.keys(STATES) as StateName[]
const eventNames = Object.keys(EVENTS) as EventName[]
const after = (state: SendState, ...events: SendEvent[]): SendState => events.reduce(nextSendState, state)

describe('the states of a message', () => {
  it.each(stateNames.flatMap((state) => eventNames.map((event) => [state, event] as const)))(
    '%s: %s',
    (state, event) => {
      expect(nextSendState(STATES[state], EVENTS[event])).toEqual(TRANSITIONS[state][event] ?? STATES[state])
    },
  )

  it('a lost connection leaves it unknown once every byte has left', () => {
    expect(after(STATES.submitting, EVENTS.uploaded, EVENTS.lost)).toEqual(unknown)
    expect(after(STATES.counting, { kind: 'submit', total: 0 }, EVENTS.lost)).toEqual(unknown)
  })

  it('a look that fails ends, and proves nothing', () => {
    expect(after(unknown, EVENTS.look, EVENTS.lookFailed)).toEqual(unknown)
    expect(after(unknown, EVENTS.look, EVENTS.notFound)).toEqual({ ...unknown, looked: true })
  })

  it('a copy that is there stays there', () => {
    expect(after(STATES.sent, EVENTS.copied, EVENTS.copyFailed)).toMatchObject({ copy: 'present' })
  })

  const anyEvent = fc.constantFrom(...eventNames).map((name): SendEvent => EVENTS[name])
  const unproved = anyEvent.filter(({ kind }) => kind !== 'accepted' && kind !== 'looked')

  it('is sent only when the mail server or the Sent folder says so, and then for ever', () => {
    fc.assert(
      fc.property(fc.array(unproved, { maxLength: 40 }), (events) => {
        expect(after(WRITING, ...events).kind).not.toBe('sent')
      }),
    )
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        expect(after(STATES.sent, ...events).kind).toBe('sent')
      }),
    )
  })

  it('once it may have been sent, it is never certainly unsent again', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        expect(durableOf(after(unknown, ...events))).not.toBe('writing')
      }),
    )
  })
})

describe('what outlives the page', () => {
  const closed: SendState = { kind: 'waiting', until: 0, tries: 0, failure: { step: 'closed' } }
  it.each<[StateName, SendState]>([
    ['writing', WRITING],
    ['wrong', WRITING],
    ['asking', WRITING],
    ['counting', closed],
    ['waiting', closed],
    ['failed', WRITING],
    ['submitting', unknown],
    ['unknown', unknown],
    ['wrong again', unknown],
    ['asking again', unknown],
    ['counting again', unknown],
    ['submitting again', unknown],
    ['sent', { kind: 'sent', refused: [], copy: 'unsure' }],
  ])('of %s', (name, revived) => {
    expect(revivedState(durableOf(STATES[name]))).toEqual(revived)
  })
})

describe('what a state allows', () => {
  const kindsWhere = (holds: (state: SendState) => boolean): StateName[] =>
    stateNames.filter((name) => holds(STATES[name]))

  it('is told by its kind and what came before', () => {
    expect(kindsWhere(isOnItsWay)).toEqual([
      'counting',
      'submitting',
      'waiting',
      'counting again',
      'submitting again',
    ])
    expect(kindsWhere(isUnderWay)).toEqual([
      'counting',
      'submitting',
      'waiting',
      'sent',
      'counting again',
      'submitting again',
    ])
    expect(kindsWhere(needsWriter)).toEqual(['failed', 'unknown'] satisfies Kind[])
    expect(kindsWhere(isMereDraft)).toEqual(['writing', 'wrong', 'asking', 'failed'] satisfies Kind[])
  })
})

describe('what is tried again by itself', () => {
  it.each<[Failure, boolean]>([
    [{ step: 'network' }, true],
    [{ step: 'interrupted' }, true],
    [{ step: 'authenticate', reason: 'busy' }, true],
    [{ step: 'sender', reason: 'rateLimited' }, true],
    [{ step: 'authenticate', reason: 'smtpAuthDisabled' }, false],
    [{ step: 'data', reason: 'messageRefused' }, false],
    [{ step: 'tls' }, false],
    [{ message: 'no' }, false],
  ])('%j: %s', (failure, passes) => {
    expect(isPassing(failure)).toBe(passes)
  })
})

describe('what the bridge answered', () => {
  it('is taken as it is', () => {
    expect(outcomeEvent({ outcome: 'failed', step: 'data', server: '554 no' })).toEqual({
      kind: 'failed',
      failure: { step: 'data', server: '554 no' },
    })
    const refused = [{ address: 'a@b.c', server: '550' }]
    expect(outcomeEvent({ outcome: 'sent', rejected: refused })).toEqual({ kind: 'accepted', refused })
    expect(outcomeEvent({ outcome: 'unknown', server: '421' })).toEqual({
      kind: 'unconfirmed',
      server: '421',
    })
  })

  it.each<[string, unknown, SendEvent['kind']]>([
    ['the socket broke', new SocketError('closed', 'gone'), 'lost'],
    ['another tab lost it', new PonteError('connectionLost'), 'lost'],
    ['the bridge went away', new SocketError('bye', 'gone', 'shuttingDown'), 'lost'],
    ['the bridge is going away and did not begin', new PonteError('shuttingDown'), 'failed'],
    ['the bridge does not know', new PonteError('internal'), 'lost'],
    ['a file could not be read', new DOMException('gone', 'NotReadableError'), 'failed'],
    ['the arguments were wrong', new PonteError('invalidArguments'), 'failed'],
    ['a part is gone', new PonteError('messageGone', { server: 'NO' }), 'failed'],
  ])('%s', (_, error, kind) => {
    expect(failureEvent(error).kind).toBe(kind)
  })
})

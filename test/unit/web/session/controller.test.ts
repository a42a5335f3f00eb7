import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PonteError, type WireError } from '../../../../shared/protocol/errors.ts'
import type { CredentialsEvent } from '../../../../shared/protocol/events.ts'
import type { CallFrame, ServerFrame } from '../../../../shared/protocol/frames.ts'
import { IdentityError } from '../../../../web/auth/identityError.ts'
import type { Credentials, FreshTokenOptions, TokenCredentials } from '../../../../web/auth/types.ts'
import { createBridgeClient } from '../../../../web/bridge/client.ts'
import { createSessionController, type SessionController } from '../../../../web/stores/session/controller.ts'
import type { SessionState } from '../../../../web/stores/session/state.ts'
import { createScriptedBridge, type ScriptedBridge } from './scriptedBridge.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 22)

/** A provider whose tokens live 180 s and are handed out again until a minute before they die, as MSAL does. */
function createTokens(lifetimeMs = 3 * MINUTE) {
  let held: TokenCredentials | undefined
  const asked: FreshTokenOptions[] = []
  const tokens = {
    asked,
    issued: 0,
    /** Whose tokens it hands out. */
    identity: 'ada',
    failure: undefined as Error | undefined,
    password: undefined as Credentials | undefined,
    freshToken(options: FreshTokenOptions): Promise<Credentials> {
      asked.push(options)
      if (tokens.failure) return Promise.reject(tokens.failure)
      if (tokens.password) return Promise.resolve(tokens.password)
      if (!held || options.force || held.expiresOn - Date.now() < options.minLifetimeMs) {
        tokens.issued += 1
        const accessToken = `token ${tokens.issued}`
        held = {
          kind: 'accessToken',
          identity: tokens.identity,
          user: 'ada@example.org',
          accessToken,
          expiresOn: Date.now() + lifetimeMs,
        }
      }
      return Promise.resolve(held)
    },
  }
  return tokens
}

let bridge: ScriptedBridge
let tokens: ReturnType<typeof createTokens>
let controller: SessionController
let states: SessionState[]
let ready: string[]
let wake: () => void

const state = () => states.at(-1)
const signIns = () => bridge.calls.filter(({ command }) => command === 'authenticate' || command === 'login')
const usedTokens = () => signIns().map(({ args }) => args.accessToken)
const flush = () => vi.advanceTimersByTimeAsync(0)
const refuse = (error: WireError) => {
  bridge.answer = ({ tag }) => ({ tag, error })
}
const ask = (event: Partial<CredentialsEvent>) =>
  bridge.say({ event: { type: 'credentials', lane: 'main', reason: 'reconnect', ...event } })

function start(options: { wasIn?: boolean; identity?: string; mailbox?: string } = {}): void {
  controller = createSessionController({
    providerId: 'outlook',
    identity: 'ada',
    ...options,
    auth: tokens,
    client: createBridgeClient({ url: 'ws://bridge/', createWebSocket: bridge.createWebSocket }),
    onState: (next) => states.push(next),
    onReady: (reason) => ready.push(reason),
    onWake: (listener) => {
      wake = listener
      return () => (wake = () => {})
    },
  })
}

async function connected(): Promise<void> {
  start()
  controller.connect()
  await flush()
  expect(state()?.kind).toBe('ready')
}

beforeEach(() => {
  vi.useFakeTimers({ now: START })
  bridge = createScriptedBridge()
  tokens = createTokens()
  states = []
  ready = []
})

afterEach(async () => {
  const closing = controller.close()
  await vi.advanceTimersByTimeAsync(2000)
  await closing
  vi.useRealTimers()
})

describe('credentials of another person', () => {
  const sent = () => bridge.calls.filter(({ command }) => command === 'authenticate' || command === 'login')

  it('never reach the mail server on the first attempt, whether given or found', async () => {
    start()
    tokens.identity = 'bob'
    controller.connect()
    await flush()
    expect(state()).toMatchObject({ kind: 'failed', error: { identityCode: 'wrong_account' } })
    controller.connect({ kind: 'password', identity: 'bob', user: 'ada@example.org', password: 'secret' })
    await flush()
    expect(state()).toMatchObject({ kind: 'failed', error: { identityCode: 'wrong_account' } })
    expect(sent()).toEqual([])
  })

  it('nor on the second lane, nor at a hand-over, nor after a loss', async () => {
    await connected()
    tokens.identity = 'bob'
    await tokens.freshToken({ identity: 'ada', minLifetimeMs: 0, force: true })
    ask({ lane: 'side', reason: 'lane' })
    await flush()
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(sent()).toHaveLength(1)
    ask({ reason: 'expired' })
    await flush()
    expect(state()).toMatchObject({ kind: 'failed', error: { identityCode: 'wrong_account' } })
    expect(sent()).toHaveLength(1)
  })

  it('are not those of somebody whose account nobody knows', async () => {
    start({ identity: '' })
    controller.connect({ kind: 'password', identity: '', user: 'ada@example.org', password: 'secret' })
    await flush()
    expect(state()).toMatchObject({ kind: 'failed', error: { identityCode: 'wrong_account' } })
    expect(sent()).toEqual([])
  })
})

describe('connecting', () => {
  it('T4: has credentials before it opens the socket, and says each step', async () => {
    start()
    const seen: number[] = []
    const { freshToken } = tokens
    tokens.freshToken = (options) => {
      seen.push(bridge.sockets)
      return freshToken(options)
    }
    controller.connect()
    await flush()
    expect(seen).toEqual([0])
    expect(states).toEqual([
      { kind: 'connecting', step: 'identity' },
      { kind: 'connecting', step: 'identity' },
      { kind: 'connecting', step: 'network' },
      { kind: 'connecting', step: 'authenticate' },
      { kind: 'ready', host: 'imap.example.org', capabilities: ['IMAP4rev1'] },
    ])
    expect(signIns()).toMatchObject([
      {
        command: 'authenticate',
        args: { provider: 'outlook', user: 'ada@example.org', accessToken: 'token 1', lane: 'main' },
      },
    ])
    expect(ready).toEqual(['first'])
  })

  it('names the other mailbox to the mail server on every lane, with the person’s own token', async () => {
    start({ mailbox: 'team@example.org' })
    controller.connect()
    await flush()
    ask({ lane: 'side', reason: 'lane' })
    await flush()
    expect(signIns().map(({ args }) => [args.user, args.accessToken, args.lane])).toEqual([
      ['team@example.org', 'token 1', 'main'],
      ['team@example.org', 'token 1', 'side'],
    ])
  })

  it('uses LOGIN for a password, which is not asked for again', async () => {
    start()
    controller.connect({ kind: 'password', identity: 'ada', user: 'ada@example.org', password: 'secret' })
    await flush()
    expect(signIns()).toMatchObject([
      { command: 'login', args: { user: 'ada@example.org', password: 'secret' } },
    ])
    expect(tokens.asked).toEqual([])
  })

  it('tries a refused token of the cache once more with a new one, never twice', async () => {
    start()
    refuse({
      code: 'authenticationFailed',
      message: '',
      server: 'NO AUTHENTICATE failed.',
      step: 'authenticate',
    })
    controller.connect()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(usedTokens()).toEqual(['token 1', 'token 2'])
    expect(state()).toMatchObject({
      kind: 'failed',
      error: { server: 'NO AUTHENTICATE failed.', step: 'authenticate' },
    })
  })

  it('does not send a refused password twice', async () => {
    start()
    tokens.password = { kind: 'password', identity: 'ada', user: 'ada@example.org', password: 'wrong' }
    refuse({ code: 'authenticationFailed', message: '' })
    controller.connect()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(signIns()).toHaveLength(1)
    expect(state()?.kind).toBe('failed')
  })

  it.each(['connectionRefused', 'certificateInvalid', 'mailboxNotConnected'] as const)(
    'tells a first failure (%s) at once and leaves the next attempt to the user',
    async (code) => {
      start()
      refuse({ code, message: '' })
      controller.connect()
      await vi.advanceTimersByTimeAsync(10 * MINUTE)
      expect(state()).toMatchObject({ kind: 'failed', error: { code } })
      expect(bridge.sockets).toBe(1)
      controller.connect()
      await flush()
      expect(bridge.sockets).toBe(2)
    },
  )

  it('waits as long as a throttling server says, then tries, and waking does not shorten it', async () => {
    start()
    refuse({ code: 'throttled', message: '', retryAfter: 92_415 })
    controller.connect()
    await flush()
    expect(state()).toMatchObject({
      kind: 'reconnecting',
      retryAt: START + 92_415,
      reason: { code: 'throttled' },
    })
    await vi.advanceTimersByTimeAsync(92_000)
    wake()
    await flush()
    expect(bridge.sockets).toBe(1)
    bridge.answer = createScriptedBridge().answer
    await vi.advanceTimersByTimeAsync(415)
    expect(state()?.kind).toBe('ready')
  })

  it('waits by itself for a mailbox server that is away, longer each time, with the same token', async () => {
    start()
    refuse({ code: 'serverUnavailable', message: '', server: 'NO Server Unavailable. 15' })
    controller.connect()
    await flush()
    expect(state()).toMatchObject({ kind: 'reconnecting', reason: { code: 'serverUnavailable' } })
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(signIns().length).toBeGreaterThan(3)
    expect(signIns().length).toBeLessThan(10)
    expect(states.every(({ kind }) => kind !== 'failed')).toBe(true)
    expect(tokens.issued).toBe(1)
    bridge.answer = createScriptedBridge().answer
    await vi.advanceTimersByTimeAsync(MINUTE / 2)
    expect(state()?.kind).toBe('ready')
  })
})

describe('reconnecting', () => {
  it('comes back after a lost socket, and says so once', async () => {
    await connected()
    bridge.drop()
    await flush()
    expect(state()).toMatchObject({ kind: 'reconnecting', reason: { end: 'closed' } })
    await vi.advanceTimersByTimeAsync(1000)
    expect(state()?.kind).toBe('ready')
    expect(ready).toEqual(['first', 'reconnect'])
    expect(bridge.sockets).toBe(2)
  })

  it('makes no storm while the bridge is away: at most 10 attempts in the first minute, 2 to 4 in each later one', async () => {
    await connected()
    bridge.down = true
    bridge.drop()
    await vi.advanceTimersByTimeAsync(MINUTE)
    const first = bridge.sockets - 1
    expect(first).toBeLessThanOrEqual(10)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    const later = bridge.sockets - 1 - first
    expect(later).toBeGreaterThanOrEqual(20)
    expect(later).toBeLessThanOrEqual(40)
    bridge.down = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(state()?.kind).toBe('ready')
  })

  it('a server that drops every connection at once is not hammered', async () => {
    await connected()
    const { answer } = bridge
    bridge.answer = (call) => {
      setTimeout(() => bridge.drop(), 10)
      return answer(call)
    }
    bridge.drop()
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(bridge.sockets).toBeLessThanOrEqual(25)
  })

  it('tries at once when the network or the tab comes back, and not again within a second', async () => {
    await connected()
    bridge.down = true
    bridge.drop()
    await vi.advanceTimersByTimeAsync(MINUTE)
    const before = bridge.sockets
    for (let time = 0; time < 20; time += 1) {
      wake()
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(bridge.sockets - before).toBeLessThanOrEqual(1)
    bridge.down = false
    await vi.advanceTimersByTimeAsync(1000)
    wake()
    await flush()
    expect(state()?.kind).toBe('ready')
  })

  it('gives up when only the user can go on', async () => {
    await connected()
    tokens.failure = new IdentityError('interaction_required', 'AADSTS50058')
    bridge.drop()
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(state()).toMatchObject({ kind: 'failed', error: { step: 'identity', server: 'AADSTS50058' } })
    expect(bridge.sockets).toBe(1)
  })

  it.each([true, false])(
    'that was there before a reload (%s) is waited for; a first one is not',
    async (wasIn) => {
      start({ wasIn })
      tokens.failure = new IdentityError('network_error')
      controller.connect()
      await flush()
      expect(state()?.kind).toBe(wasIn ? 'reconnecting' : 'failed')
      if (!wasIn) return
      tokens.failure = undefined
      await vi.advanceTimersByTimeAsync(30_000)
      expect(state()?.kind).toBe('ready')
      // Nothing of this page was there before.
      expect(ready).toEqual(['first'])
    },
  )

  it('an identity provider out of reach is waited for', async () => {
    await connected()
    tokens.failure = new IdentityError('network_error')
    bridge.drop()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(state()?.kind).toBe('reconnecting')
    tokens.failure = undefined
    await vi.advanceTimersByTimeAsync(30_000)
    expect(state()?.kind).toBe('ready')
  })
})

describe('tokens', () => {
  it('uses each token for its whole life less a minute, then hands over: six hand-overs without a gap', async () => {
    await connected()
    const before = states.length
    await vi.advanceTimersByTimeAsync(12 * MINUTE)
    expect(usedTokens()).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `token ${number}`))
    expect(bridge.sockets).toBe(1)
    expect(states).toHaveLength(before)
  })

  it('a failed hand-over is tried again while the old connection lives', async () => {
    await connected()
    tokens.failure = new IdentityError('network_error')
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(state()?.kind).toBe('ready')
    tokens.failure = undefined
    await vi.advanceTimersByTimeAsync(30_000)
    expect(usedTokens()).toEqual(['token 1', 'token 2'])
  })

  it.each([
    ['is there with what the hand-over opened', undefined, 2],
    ['is opened once more when the hand-over failed', { code: 'connectionLost', message: 'gone' }, 3],
  ] as const)('a lane that is lost while it is handed over %s', async (_, error, opened) => {
    await connected()
    const { answer } = bridge
    let held: CallFrame | undefined
    bridge.answer = (call) => void (held = call)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    bridge.answer = answer
    ask({})
    await flush()
    // Never two at once: the bridge would refuse the second.
    expect(signIns()).toHaveLength(2)
    if (!held) throw new Error('nothing was handed over')
    bridge.say(error ? { tag: held.tag, error } : (answer(held) as ServerFrame))
    await flush()
    expect(signIns()).toHaveLength(opened)
    expect(state()?.kind).toBe('ready')
  })

  it.each([-10 * MINUTE, 10 * MINUTE])('a clock that jumps by %i ms makes no loop', async (jump) => {
    await connected()
    vi.setSystemTime(Date.now() + jump)
    wake()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(signIns().length).toBeLessThanOrEqual(10)
    expect(state()?.kind).toBe('ready')
  })

  it('tokens that are dead on arrival make no loop: a hand-over every 30 s at most', async () => {
    tokens = createTokens(1000)
    await connected()
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    expect(signIns().length).toBeLessThanOrEqual(11)
  })

  it('answers for the lane that the bridge asks for', async () => {
    await connected()
    ask({ lane: 'side', reason: 'lane' })
    await flush()
    expect(signIns().map(({ args }) => args.lane)).toEqual(['main', 'side'])
    expect(state()?.kind).toBe('ready')
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(signIns().map(({ args }) => args.lane)).toEqual(['main', 'side', 'main', 'side'])
  })

  it('a lane that expired gets another token than the dead one, though the clock here says it lives', async () => {
    await connected()
    ask({ reason: 'expired', code: 'tokenExpired', server: '* BYE Session invalidated - AccessTokenExpired' })
    await flush()
    expect(usedTokens()).toEqual(['token 1', 'token 2'])
    expect(states.slice(-2)).toMatchObject([
      { kind: 'reconnecting', reason: { code: 'tokenExpired' } },
      { kind: 'ready' },
    ])
  })

  it('a lost main lane comes back over the same socket, waiting as the server says', async () => {
    await connected()
    const { answer } = bridge
    refuse({ code: 'throttled', message: '', retryAfter: 5000 })
    ask({ code: 'connectionLost' })
    await flush()
    expect(state()).toMatchObject({
      kind: 'reconnecting',
      retryAt: START + 5000,
      reason: { code: 'throttled' },
    })
    bridge.answer = answer
    await vi.advanceTimersByTimeAsync(4999)
    expect(signIns()).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(state()?.kind).toBe('ready')
    expect(bridge.sockets).toBe(1)
  })

  it('a mailbox server that is away for a lane is waited for; the socket and the token stay', async () => {
    await connected()
    const { answer } = bridge
    refuse({ code: 'serverUnavailable', message: '', server: 'NO Server Unavailable. 21' })
    ask({ code: 'connectionLost' })
    await flush()
    expect(state()).toMatchObject({ kind: 'reconnecting', reason: { code: 'serverUnavailable' } })
    bridge.answer = answer
    await vi.advanceTimersByTimeAsync(1_000)
    expect(state()?.kind).toBe('ready')
    expect(bridge.sockets).toBe(1)
    expect(new Set(usedTokens()).size).toBe(1)
  })

  it('a throttled server that says BYE is left alone until its time, and asked once then', async () => {
    await connected()
    bridge.say({ event: { type: 'throttled', retryAfter: 92_415 } })
    ask({ code: 'serverBye', server: '* BYE Connection closed. 14' })
    ask({ lane: 'side', code: 'serverBye' })
    await flush()
    expect(state()).toMatchObject({
      kind: 'reconnecting',
      retryAt: START + 92_415,
      reason: { code: 'throttled' },
    })
    for (let seconds = 0; seconds < 92; seconds++) {
      wake()
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(signIns()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(signIns()).toHaveLength(3)
    expect(state()?.kind).toBe('ready')
  })

  it('a throttled server is left alone too when the socket goes', async () => {
    await connected()
    bridge.say({ event: { type: 'throttled', retryAfter: 60_000 } })
    bridge.drop()
    await flush()
    wake()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(bridge.sockets).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(bridge.sockets).toBe(2)
  })

  it('a main lane refused for good ends the session; a side lane does not', async () => {
    await connected()
    refuse({ code: 'noPermission', message: '' })
    ask({ lane: 'side', reason: 'lane' })
    await flush()
    expect(state()?.kind).toBe('ready')
    ask({ reason: 'reconnect' })
    await flush()
    expect(state()).toMatchObject({ kind: 'failed', error: { code: 'noPermission' } })
  })
})

describe('ending', () => {
  it('logs out and stays out', async () => {
    await connected()
    await controller.close()
    expect(bridge.calls.at(-1)?.command).toBe('logout')
    expect(state()).toEqual({ kind: 'signedOut' })
    wake()
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(bridge.sockets).toBe(1)
  })

  it('does not wait for ever for a mail server that is gone', async () => {
    await connected()
    bridge.answer = () => undefined
    const closing = controller.close()
    await vi.advanceTimersByTimeAsync(2000)
    await closing
    expect(state()).toEqual({ kind: 'signedOut' })
  })

  it('an attempt under way when the session fails is not listened to', async () => {
    start()
    bridge.answer = () => undefined
    controller.connect()
    await flush()
    const { tag } = bridge.calls[0] ?? { tag: 0 }
    controller.fail(new PonteError('mailboxNotConnected', { step: 'select' }))
    bridge.say({ tag, result: { lane: 'main', capabilities: [], host: 'late' } })
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(state()).toMatchObject({ kind: 'failed', error: { code: 'mailboxNotConnected' } })
  })
})

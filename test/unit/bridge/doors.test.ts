import { describe, expect, it } from 'vitest'
import { FramePace } from '../../../bridge/doors/framePace.ts'
import * as limits from '../../../bridge/doors/limits.ts'
import { MemoryStore } from '../../../bridge/doors/memoryStore.ts'
import { SocketDoor } from '../../../bridge/doors/socketDoor.ts'
import { networkOf, SignInDoor, type SignInAttempt } from '../../../bridge/doors/signInDoor.ts'
import { AllBodies, BodyBudget, type BodyHold } from '../../../bridge/imap/bodyBudget.ts'
import { BODY_BUDGET_BYTES, BODY_FLOWING_RESERVE_BYTES } from '../../../bridge/limits.ts'

const ANNA: SignInAttempt = { address: '192.0.2.1', provider: 'work', user: 'anna', guessable: true }

function doorAt(): {
  door: SignInDoor
  pass: (ms: number) => void
  wait: (attempt: SignInAttempt) => Promise<number>
} {
  let now = 1_000_000
  const door = new SignInDoor(new MemoryStore(() => now), () => limits.DEFAULT_DOOR_LIMITS)
  return {
    door,
    pass: (ms) => void (now += ms),
    wait: (attempt) =>
      door.enter(attempt).then(
        () => 0,
        (error: unknown) => (error as { retryAfter: number }).retryAfter,
      ),
  }
}

describe('the door of sign-ins (threat 46)', () => {
  it('lets 1,500 guesses at a user through at the pace of a slow typist, and then the right password', async () => {
    const { door, pass, wait } = doorAt()
    let asked = 0
    let waited = 0
    for (let guess = 0; guess < 1_500; guess++) {
      const ms = await wait(ANNA)
      pass(ms)
      waited += ms
      await door.enter(ANNA)
      asked++
      await door.refused(ANNA)
      if (asked === limits.FREE_REFUSALS_PER_USER - 1) expect(waited).toBe(0)
    }
    expect(waited).toBeGreaterThan(1_490 * limits.LONGEST_WAIT_PER_USER_MS * 0.9)
    const last = await wait(ANNA)
    expect(last).toBeGreaterThan(0)
    pass(last)
    expect(await wait(ANNA)).toBe(0)
    await door.accepted(ANNA)
    await door.refused(ANNA)
    expect(await wait({ ...ANNA, address: '198.51.100.7' })).toBe(0)
  })

  it('counts guesses at one user from many addresses, and guesses at many users from one', async () => {
    const many = doorAt()
    for (let at = 0; at < limits.FREE_REFUSALS_PER_USER; at++)
      await many.door.refused({ ...ANNA, address: `198.51.100.${at}` })
    expect(await many.wait({ ...ANNA, address: '203.0.113.9' })).toBe(limits.FIRST_WAIT_MS)
    expect(await many.wait({ ...ANNA, user: 'ben' })).toBe(0)
    const one = doorAt()
    for (let at = 0; at < limits.FREE_REFUSALS_PER_ADDRESS; at++)
      await one.door.refused({ ...ANNA, user: `user${at}` })
    expect(await one.wait({ ...ANNA, user: 'somebody else' })).toBe(limits.FIRST_WAIT_MS)
    expect(await one.wait({ ...ANNA, address: '198.51.100.1' })).toBe(0)
  })

  it('never makes the owner of a token wait for somebody who guesses at the name', async () => {
    const { door, wait } = doorAt()
    for (let at = 0; at < 50; at++) await door.refused({ ...ANNA, address: `198.51.100.${at}` })
    expect(await wait({ ...ANNA, address: '203.0.113.9', guessable: false })).toBe(0)
  })

  it('never makes who comes with a token wait for somebody who guesses behind the same address', async () => {
    const { door, wait } = doorAt()
    for (let at = 0; at < 50; at++) await door.refused({ ...ANNA, user: `user${at}` })
    for (let at = 0; at < 50; at++) await door.refused({ ...ANNA, guessable: false })
    expect(await wait({ ...ANNA, user: 'bruno', guessable: false })).toBe(0)
    expect(await wait({ ...ANNA, user: 'bruno' })).toBeGreaterThan(0)
  })

  it('forgets mistakes of yesterday, and whoever was refused longest ago', async () => {
    const { door, pass, wait } = doorAt()
    for (let at = 0; at < limits.FREE_REFUSALS_PER_USER - 1; at++) await door.refused(ANNA)
    pass(limits.REFUSALS_COUNT_MS)
    await door.refused(ANNA)
    expect(await wait(ANNA)).toBe(0)
    for (let at = 0; at < 40; at++) await door.refused(ANNA)
    for (let at = 0; at < limits.MAX_REMEMBERED; at++)
      await door.refused({
        ...ANNA,
        user: `u${at}`,
        address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
      })
    expect(await wait(ANNA)).toBe(0)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('takes %s for a client of %s', (address, network) => expect(networkOf(address)).toBe(network))
})

describe('the door of sockets', () => {
  it('counts by network; a place is given back once, however often it is left', async () => {
    const most = { ...limits.DEFAULT_DOOR_LIMITS, waitingSocketsPerAddress: 3, socketsPerAddress: 4 }
    const door = new SocketDoor(new MemoryStore(), () => most)
    const enter = async (address = '192.0.2.1') => {
      const place = await door.enter(address)
      if (typeof place === 'string') throw new Error(place)
      return place
    }
    const places = [await enter(), await enter(), await enter()]
    expect(await door.enter('192.0.2.1')).toBe('waitingSockets')
    await enter('192.0.2.2')
    places[0]?.signedIn()
    places[0]?.signedIn()
    places.push(await enter())
    expect(await door.enter('192.0.2.1')).toBe('waitingSockets')
    places[1]?.signedIn()
    expect(await door.enter('192.0.2.1')).toBe('socketsOfAddress')
    places[0]?.left()
    places[0]?.left()
    await enter()
    expect(await door.enter('192.0.2.1')).toBe('waitingSockets')
  })
})

describe('how fast a socket is heard (threat 47)', () => {
  it('hears a page in a hurry at once, and a flood later', () => {
    let now = 0
    const pace = new FramePace(() => now)
    pace.signedIn()
    for (let at = 0; at < limits.FRAMES_AT_ONCE; at++) expect(pace.count(100)).toBe(0)
    expect(pace.count(100)).toBeGreaterThan(0)
    now += 1_000
    let heard = 0
    while (pace.count(100) === 0) heard++
    expect(heard).toBeLessThanOrEqual(limits.FRAMES_PER_SECOND)
    expect(heard).toBeGreaterThan(limits.FRAMES_PER_SECOND - 5)
  })

  it('hears little of who has not signed in, and counts a frame by its length', () => {
    const pace = new FramePace(() => 0)
    expect(pace.count(2_000)).toBe(0)
    expect(pace.count(1024 * 1024)).toBeGreaterThan(2_000)
  })
})

describe('bodies of all sessions together (threat 47)', () => {
  const MIB = 1024 * 1024
  const stalled = (budget: BodyBudget, bytes: number): Promise<BodyHold> =>
    budget.take(bytes, { flows: false, signal: undefined })

  it('are bounded; what flows has room all the same; what is given back goes to who waits', async () => {
    const all = new AllBodies()
    const each = BODY_BUDGET_BYTES - BODY_FLOWING_RESERVE_BYTES
    const bound = limits.ALL_BODIES_BYTES - limits.ALL_FLOWING_RESERVE_BYTES
    const sessions = Array.from({ length: bound / each }, () => new BodyBudget(all))
    const holds = await Promise.all(sessions.map((budget) => stalled(budget, each)))
    const late = new BodyBudget(all)
    let got: BodyHold | undefined
    const waiting = stalled(late, MIB).then((hold) => (got = hold))
    await Promise.resolve()
    expect(got).toBeUndefined()
    expect(late.takeAhead(MIB)).toBeUndefined()
    const small = await late.take(MIB, { flows: true, signal: undefined })
    small.end()
    await Promise.resolve()
    expect(got).toBeUndefined()
    holds[0]?.end()
    await waiting
    expect(got).toBeDefined()
  })

  it('leave nothing behind when a call is cancelled while it waits', async () => {
    const all = new AllBodies()
    all.changed(limits.ALL_BODIES_BYTES)
    const budget = new BodyBudget(all)
    const cancelled = new AbortController()
    const waiting = budget.take(MIB, { flows: true, signal: cancelled.signal })
    cancelled.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    all.changed(-limits.ALL_BODIES_BYTES)
    expect(all.fits(limits.ALL_BODIES_BYTES, false)).toBe(true)
  })
})

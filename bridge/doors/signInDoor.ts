import { PonteError } from '../../shared/protocol/errors.ts'
import * as limits from './limits.ts'

export interface SignInAttempt {
  /** Of the client. */
  address: string
  provider: string
  user: string
  /** A password can be guessed, a token cannot: only whoever guesses makes a user wait. */
  guessable: boolean
}

interface Refusals {
  count: number
  last: number
  /** Until then nobody is let through, in the clock's milliseconds. */
  closedUntil: number
}

interface Rule {
  free: number
  longestMs: number
}

const PER_USER: Rule = { free: limits.FREE_REFUSALS_PER_USER, longestMs: limits.LONGEST_WAIT_PER_USER_MS }
const PER_ADDRESS: Rule = {
  free: limits.FREE_REFUSALS_PER_ADDRESS,
  longestMs: limits.LONGEST_WAIT_PER_ADDRESS_MS,
}

/**
 * Slows those who guess (threat 46): refused sign-ins are counted by user and by address, over all sockets, and after a few
 * each costs a wait twice as long as the one before. The mail server sees one address for everybody, so it cannot tell.
 */
export class SignInDoor {
  readonly #users = new Map<string, Refusals>()
  readonly #addresses = new Map<string, Refusals>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @throws PonteError `throttled` while user or address has to wait: nothing is asked of the mail server. */
  enter(attempt: SignInAttempt): void {
    // Whoever comes with a token guesses nothing: an office behind one address does not wait for its guesser.
    if (!attempt.guessable) return
    const waits = [
      this.#users.get(userKey(attempt))?.closedUntil ?? 0,
      this.#addresses.get(networkOf(attempt.address))?.closedUntil ?? 0,
    ]
    const retryAfter = Math.max(...waits) - this.#now()
    if (retryAfter <= 0) return
    throw new PonteError('throttled', {
      step: 'authenticate',
      retryAfter,
      message: 'Signing in was refused too often. Wait before the next attempt.',
    })
  }

  /** The mail server did not accept the credentials. */
  refused(attempt: SignInAttempt): void {
    if (!attempt.guessable) return
    this.#count(this.#users, userKey(attempt), PER_USER)
    this.#count(this.#addresses, networkOf(attempt.address), PER_ADDRESS)
  }

  /** Whoever knows the password is not guessing at this user; the address may be guessing at others. */
  accepted(attempt: SignInAttempt): void {
    this.#users.delete(userKey(attempt))
  }

  #count(all: Map<string, Refusals>, key: string, { free, longestMs }: Rule): void {
    const now = this.#now()
    const before = all.get(key)
    const count = before && now - before.last < limits.REFUSALS_COUNT_MS ? before.count + 1 : 1
    const over = count - free
    const wait = over < 0 ? 0 : Math.min(limits.FIRST_WAIT_MS * 2 ** Math.min(over, 30), longestMs)
    // Set anew, so that the map's order is that of the last refusals.
    all.delete(key)
    all.set(key, { count, last: now, closedUntil: now + wait })
    const [oldest] = all.keys()
    if (all.size > limits.MAX_REMEMBERED && oldest !== undefined) all.delete(oldest)
  }
}

function userKey({ provider, user }: SignInAttempt): string {
  return `${provider}\n${user.toLowerCase()}`
}

/** An IPv6 client has a whole /64 to choose addresses from. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const zeros = after === undefined ? [] : Array<string>(Math.max(8 - head.length - tail.length, 0)).fill('0')
  return [...head, ...zeros, ...tail]
    .slice(0, 4)
    .map((one) => one.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}

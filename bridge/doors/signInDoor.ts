import { PonteError } from '../../shared/protocol/errors.ts'
import * as limits from './limits.ts'
import type { DoorLimits } from './limits.ts'
import type { Client, DoorStore } from './store.ts'

export interface SignInAttempt {
  /** Of the client. */
  address: string
  provider: string
  user: string
  /** A password can be guessed, a token cannot: only whoever guesses makes a user wait. */
  guessable: boolean
}

/**
 * Slows those who guess (threat 46): refused sign-ins are counted by user and by address, over all sockets, and after a few
 * each costs a wait twice as long as the one before. The mail server sees one address for everybody, so it cannot tell.
 */
export class SignInDoor {
  readonly #store: DoorStore
  readonly #limits: () => DoorLimits

  constructor(store: DoorStore, limits: () => DoorLimits) {
    this.#store = store
    this.#limits = limits
  }

  /** @throws PonteError `throttled` while user or address has to wait: nothing is asked of the mail server. */
  async enter(attempt: SignInAttempt): Promise<void> {
    // Whoever comes with a token guesses nothing: an office behind one address does not wait for its guesser.
    if (!attempt.guessable) return
    const retryAfter = await this.#store.waitOf([userOf(attempt), clientOf(attempt)])
    if (retryAfter <= 0) return
    throw new PonteError('throttled', {
      step: 'authenticate',
      retryAfter,
      message: 'Signing in was refused too often. Wait before the next attempt.',
    })
  }

  /** The mail server did not accept the credentials. */
  async refused(attempt: SignInAttempt): Promise<void> {
    if (!attempt.guessable) return
    const { refusalsPerUser, refusalsPerAddress } = this.#limits()
    await this.#store.countRefusal(userOf(attempt), {
      free: refusalsPerUser,
      longestMs: limits.LONGEST_WAIT_PER_USER_MS,
    })
    await this.#store.countRefusal(clientOf(attempt), {
      free: refusalsPerAddress,
      longestMs: limits.LONGEST_WAIT_PER_ADDRESS_MS,
    })
  }

  /** Whoever knows the password is not guessing at this user; the address may be guessing at others. */
  async accepted(attempt: SignInAttempt): Promise<void> {
    if (attempt.guessable) await this.#store.forgetRefusals(userOf(attempt))
  }
}

function clientOf({ address }: SignInAttempt): Client {
  return { kind: 'network', id: networkOf(address) }
}

function userOf({ provider, user }: SignInAttempt): Client {
  return { kind: 'user', id: `${provider}\n${user.toLowerCase()}` }
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

import type { DoorLimits } from './limits.ts'
import { networkOf } from './signInDoor.ts'
import type { DoorStore, SocketKind } from './store.ts'

/** One socket's place. Each may be said any number of times. */
export interface Place {
  /** It waits no longer. */
  signedIn(): void
  left(): void
}

/** Sockets counted by the network they come from: a flood of them is that network's problem. */
export class SocketDoor {
  readonly #store: DoorStore
  readonly #limits: () => DoorLimits

  constructor(store: DoorStore, limits: () => DoorLimits) {
    this.#store = store
    this.#limits = limits
  }

  /** @returns a place for one more socket of this address, or the limit that it would break */
  async enter(address: string): Promise<Place | 'waitingSockets' | 'socketsOfAddress'> {
    const network = networkOf(address)
    const { socketsPerAddress, waitingSocketsPerAddress } = this.#limits()
    if (!(await this.#store.enter('waiting', network, waitingSocketsPerAddress))) return 'waitingSockets'
    if (!(await this.#store.enter('open', network, socketsPerAddress))) {
      await this.#store.leave('waiting', network)
      return 'socketsOfAddress'
    }
    const taken = new Set<SocketKind>(['waiting', 'open'])
    const leave = (kind: SocketKind): void => {
      if (taken.delete(kind)) void this.#store.leave(kind, network)
    }
    return {
      signedIn: () => leave('waiting'),
      left() {
        leave('waiting')
        leave('open')
      },
    }
  }
}

/** How refusals become waits: so many are free, then each costs twice the wait of the one before. */
export interface Rule {
  free: number
  longestMs: number
}

/** Whom refusals and sockets are counted for: `id` is a name or a network, as `kind` says. */
export interface Client {
  kind: 'user' | 'network'
  id: string
}

/** What sockets are counted as: all of a network, and those of it that have not signed in. */
export type SocketKind = 'open' | 'waiting'

/** Who keeps the doors' count: this process, the primary of several workers, or Redis for all replicas. */
export interface DoorStore {
  /** How long the longest wait of these still is, in milliseconds; 0 when all may pass. */
  waitOf(clients: readonly Client[]): Promise<number>
  countRefusal(client: Client, rule: Rule): Promise<void>
  forgetRefusals(client: Client): Promise<void>
  /** Counts one more socket of a network, unless there are `most` already. @returns whether it was counted. */
  enter(kind: SocketKind, network: string, most: number): Promise<boolean>
  leave(kind: SocketKind, network: string): Promise<void>
  close(): Promise<void>
}

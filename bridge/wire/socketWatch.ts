import {
  CREDENTIALS_DEADLINE_MS,
  PING_INTERVAL_MS,
  SILENCE_TIMEOUT_MS,
} from '../../shared/protocol/limits.ts'

/** The clocks of one socket (rule T4): credentials in time, a ping now and then, no endless silence. */
export class SocketWatch {
  readonly #options: { onDeadline: () => void; onSilence: () => void; ping: (number: number) => void }
  readonly #pings: NodeJS.Timeout
  readonly #silence: NodeJS.Timeout
  #deadline: NodeJS.Timeout | undefined
  #sent = 0

  constructor(options: { onDeadline: () => void; onSilence: () => void; ping: (number: number) => void }) {
    this.#options = options
    this.#pings = setInterval(() => this.#tick(), PING_INTERVAL_MS)
    this.#silence = setTimeout(options.onSilence, SILENCE_TIMEOUT_MS)
    this.onState('awaitingCredentials')
  }

  /** Anything that came from the other side. */
  heard(): void {
    this.#silence.refresh()
  }

  onState(state: 'awaitingCredentials' | 'opening' | 'ready'): void {
    clearTimeout(this.#deadline)
    if (state === 'awaitingCredentials')
      this.#deadline = setTimeout(this.#options.onDeadline, CREDENTIALS_DEADLINE_MS)
  }

  stop(): void {
    clearInterval(this.#pings)
    clearTimeout(this.#silence)
    clearTimeout(this.#deadline)
  }

  #tick(): void {
    this.#sent += 1
    this.#options.ping(this.#sent)
  }
}

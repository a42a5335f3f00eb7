/** The session's way out: frames in order, and when to stop producing them (rule C4). */
export interface Outbox {
  /** One text frame, already JSON. */
  sendText(json: string): void
  /** One binary frame, once there is room for it. @throws PonteError `cancelled` when the socket or the call is gone. */
  sendBytes(frame: Uint8Array, signal: AbortSignal): Promise<void>
  /** Resolves when less than `MAX_UNSENT_BYTES` wait on the socket; rejects with `cancelled` when it is gone. */
  writable(): Promise<void>
}

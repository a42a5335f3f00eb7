import { PonteError, type ErrorCode } from '../../shared/protocol/errors.ts'

/**
 * Why a socket ended. `unreachable`: it never opened. `silent`: nothing came for too long. `protocol`: the other end is no
 * bridge of this version. `bye`: the bridge said why. `closed`: it went away without a word. `local`: this page closed it.
 */
export type SocketEnd = 'unreachable' | 'silent' | 'protocol' | 'bye' | 'closed' | 'local'

/** The way to the bridge, not to the mail server, broke. */
export class SocketError extends PonteError {
  readonly end: SocketEnd

  constructor(end: SocketEnd, message: string, code: ErrorCode = 'connectionLost') {
    super(code, { message, step: 'network' })
    this.name = 'SocketError'
    this.end = end
  }
}

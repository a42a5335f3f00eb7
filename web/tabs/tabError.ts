import { PonteError, type WireError } from '../../shared/protocol/errors.ts'
import { IdentityError } from '../auth/identityError.ts'
import { SocketError, type SocketEnd } from '../bridge/socketError.ts'
import { toPonteError } from '../stores/kit/failure.ts'

/** An error as it goes from tab to tab: its class goes along, since what the page says and does depends on it. */
export type TabError =
  | { kind: 'ponte'; wire: WireError }
  | { kind: 'socket'; wire: WireError; end: SocketEnd }
  | { kind: 'identity'; wire: WireError; identityCode: string; claims?: string }

export function toTabError(error: unknown): TabError {
  if (error instanceof IdentityError) {
    const { identityCode, claims } = error
    return { kind: 'identity', wire: error.toWire(), identityCode, ...(claims && { claims }) }
  }
  if (error instanceof SocketError) return { kind: 'socket', wire: error.toWire(), end: error.end }
  return { kind: 'ponte', wire: toPonteError(error).toWire() }
}

export function fromTabError(error: TabError): PonteError {
  switch (error.kind) {
    case 'identity':
      return new IdentityError(error.identityCode, error.wire.server, { claims: error.claims })
    case 'socket':
      return new SocketError(error.end, error.wire.message, error.wire.code)
    case 'ponte':
      return PonteError.fromWire(error.wire)
  }
}

import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { DiagnosisProblem } from '../../shared/protocol/diagnosis.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapEndpoint } from '../config/config.ts'
import { fromConnectFailure } from '../imap/errors.ts'
import { MAX_PROBE_BYTES, STEP_TIMEOUT_MS } from './limits.ts'

export type Facts = Record<string, string | number | string[]>

/** A step failed, and it is known more exactly why than the code tells. */
export class StepFailure extends PonteError {
  readonly problem: DiagnosisProblem
  readonly facts: Facts
  constructor(problem: DiagnosisProblem, error: PonteError, facts: Facts = {}) {
    super(error.code, error.toWire())
    this.problem = problem
    this.facts = facts
  }
}

/** The addresses behind a name. */
export async function resolveName({ host }: ImapEndpoint): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw fromConnectFailure(error, 'network', host)
  }
}

export async function openTcp({ host, port }: ImapEndpoint, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, signal })
  try {
    await arrival(socket, 'connect')
    return socket
  } catch (error) {
    socket.destroy()
    throw fromConnectFailure(error, 'network', host)
  }
}

/** TLS over an open connection. A certificate that does not verify is looked at, and then nothing is sent. */
export async function openTls(
  socket: Socket,
  endpoint: ImapEndpoint,
): Promise<{ socket: TLSSocket; facts: Facts }> {
  const { host, ca } = endpoint
  const tls = connectTls({
    socket,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    minVersion: 'TLSv1.2',
    // The socket is closed below unless it is authorized; only so can its certificate be told.
    rejectUnauthorized: false,
  })
  try {
    await arrival(tls, 'secureConnect')
  } catch (error) {
    tls.destroy()
    const failure = fromConnectFailure(error, 'tls', host)
    const problem = TLS_PROBLEMS[(error as { code?: string }).code ?? '']
    throw problem ? new StepFailure(problem, new PonteError('tlsFailed', { step: 'tls' })) : failure
  }
  const facts = factsOf(tls)
  if (tls.authorized) return { socket: tls, facts }
  tls.destroy()
  const code = String(tls.authorizationError)
  throw new StepFailure(
    CERTIFICATE_PROBLEMS[code] ?? 'untrusted',
    new PonteError('certificateInvalid', { step: 'tls' }),
    facts,
  )
}

const TLS_PROBLEMS: Partial<Record<string, DiagnosisProblem>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'plainText',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'plainText',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'oldTls',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'oldTls',
}

const CERTIFICATE_PROBLEMS: Partial<Record<string, DiagnosisProblem>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrongName',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
}

function factsOf(tls: TLSSocket): Facts {
  // Empty where the server showed none.
  const certificate = tls.getPeerCertificate() as Partial<PeerCertificate>
  const { subjectaltname, issuer, valid_from: from, valid_to: to } = certificate
  return {
    version: tls.getProtocol() ?? '',
    ...(subjectaltname && { names: subjectaltname.split(', ').slice(0, 20) }),
    ...(issuer && { issuer: [issuer.O, issuer.CN].filter(Boolean).join(', ') }),
    ...(from && { validFrom: new Date(from).toISOString() }),
    ...(to && { validTo: new Date(to).toISOString() }),
  }
}

/** Lines of a server that is asked a thing or two. */
export function createTalk(socket: Socket) {
  let received = ''
  let failure: Error | undefined
  let wake = (): void => undefined
  const onData = (bytes: Buffer): void => {
    received += bytes.toString('latin1')
    if (received.length > MAX_PROBE_BYTES) socket.destroy()
    wake()
  }
  const onEnd = (): void => {
    failure ??= new PonteError('connectionLost')
    wake()
  }
  const onError = (error: Error): void => {
    failure = error
    wake()
  }
  socket.on('data', onData).on('error', onError).on('close', onEnd).on('end', onEnd)

  return {
    /** All up to the line that `last` finds. @throws what ended the connection, or `connectionTimeout` */
    async until(last: RegExp): Promise<string> {
      const deadline = Date.now() + STEP_TIMEOUT_MS
      for (;;) {
        const found = received
          .split(/\r?\n/)
          .slice(0, -1)
          .findIndex((line) => last.test(line))
        if (found >= 0) {
          const lines = received.split(/\r?\n/)
          received = lines.slice(found + 1).join('\r\n')
          return lines.slice(0, found + 1).join('\r\n')
        }
        if (failure) throw failure
        const left = deadline - Date.now()
        if (left <= 0) throw new PonteError('connectionTimeout')
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
    say: (line: string): void => void socket.write(`${line}\r\n`),
    /** What was heard and not yet read. */
    heard: (): string => received,
    /** Hands the socket on, to TLS. */
    leave(): void {
      socket.off('data', onData).off('error', onError).off('close', onEnd).off('end', onEnd)
    },
  }
}

function arrival(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
      STEP_TIMEOUT_MS,
    )
    const settle = (end: () => void): void => {
      clearTimeout(timer)
      socket.off(event, onArrival).off('error', onError).off('close', onClose)
      // One that comes late would end the process.
      socket.on('error', () => undefined)
      end()
    }
    const onArrival = (): void => settle(resolve)
    const onError = (error: Error): void => settle(() => reject(error))
    const onClose = (): void => settle(() => reject(new PonteError('connectionLost')))
    socket.once(event, onArrival).once('error', onError).once('close', onClose)
  })
}

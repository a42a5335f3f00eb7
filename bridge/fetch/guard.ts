import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress, isPublicName } from './addresses.ts'

/** Where a name leads. The system's own answer, or a test's. */
export type Resolve = (name: string) => Promise<readonly { address: string; family: number }[]>

/** What tests may loosen; a host cannot. */
export interface Outside {
  /** `host:port` of servers of their own, which may be local and at any port. */
  trusted?: readonly string[] | undefined
  resolve?: Resolve | undefined
  /** PEM of an authority to trust instead of the known ones. */
  ca?: string | undefined
}

/** The server lies, or may lie, in a network that strangers' mail must not reach. */
export class ForbiddenAddress extends Error {
  constructor() {
    super('not a public address')
    this.name = 'ForbiddenAddress'
  }
}

const PORTS = { 'http:': '80', 'https:': '443' } as const
export type Scheme = keyof typeof PORTS

interface WayOptions {
  /** Those that may be asked; a port is open when it is the one of any of them. */
  schemes: readonly Scheme[]
  outside: Outside
  signal: AbortSignal
}

/** @throws {ForbiddenAddress} for what shows without asking a name server: an address, a name nearby, another port */
export function checkUrl(
  url: URL,
  { schemes, outside }: Pick<WayOptions, 'schemes' | 'outside'>,
): { name: string; isTrusted: boolean } {
  const scheme = schemes.find((one) => one === url.protocol)
  if (!scheme || url.username !== '' || url.password !== '') throw new ForbiddenAddress()
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port || PORTS[scheme]
  const isTrusted = outside.trusted?.includes(`${name}:${port}`) ?? false
  const isOpenPort = schemes.some((one) => PORTS[one] === port)
  const isOpenHost = isIP(name) === 0 ? isPublicName(name) : isPublicAddress(name)
  if (!isTrusted && !(isOpenPort && isOpenHost)) throw new ForbiddenAddress()
  return { name, isTrusted }
}

/**
 * The one way to a server that a stranger named (threat 30). The name is resolved once, every address of it is checked, and
 * the connection goes to the first of those: a second answer of the name server cannot move it (DNS rebinding). Redirects
 * are other URLs, and take this way anew.
 *
 * @throws {ForbiddenAddress} and what the resolver throws, or `signal`'s reason
 */
export async function wayTo(url: URL, options: WayOptions): Promise<LookupFunction> {
  const { outside, signal } = options
  const { name, isTrusted } = checkUrl(url, options)
  const family = isIP(name)
  const found =
    family === 0
      ? await unlessAborted((outside.resolve ?? systemResolve)(name), signal)
      : [{ address: name, family }]
  // `localhost` leads to two addresses, of which tests listen on one.
  const first = isTrusted ? (found.find((one) => one.family === 4) ?? found[0]) : found[0]
  if (!first) throw new Error('the name leads nowhere')
  if (!isTrusted && !found.every(({ address }) => isPublicAddress(address))) throw new ForbiddenAddress()
  return (_name, { all }, answer) => {
    if (all) answer(null, [{ address: first.address, family: first.family }])
    else answer(null, first.address, first.family)
  }
}

const systemResolve: Resolve = (name) => lookup(name, { all: true })

/** A name server cannot be told to stop: nobody waits for it any longer. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('no longer wanted'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

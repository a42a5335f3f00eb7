import { lookup as resolve, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress, isPublicName } from '../image/addresses.ts'

/** What tests may loosen; a host cannot. */
export interface Outside {
  /** Addresses to be reached although they are not public, and with them names of machines nearby. */
  allows?: (address: string) => boolean
  /** Ports besides 443. */
  ports?: readonly number[]
  /** PEM of an authority to trust instead of the known ones. */
  ca?: string
}

/** The server lies, or may lie, in a network that strangers' mail must not reach. */
export class ForbiddenAddress extends Error {
  constructor() {
    super('not a public address')
    this.name = 'ForbiddenAddress'
  }
}

/** @throws {ForbiddenAddress} for what shows without asking a name server: an address, a name nearby, another port */
export function checkUrl(url: URL, outside: Outside): void {
  const port = url.port === '' ? 443 : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isOpenPort = port === 443 || (outside.ports ?? []).includes(port)
  // A connection to an address asks no resolver, so that `guardedLookup` would not see it.
  const isOpenHost = isIP(host) === 0 ? isPublicName(host) || outside.allows : mayReach(host, outside)
  if (!isOpenPort || !isOpenHost) throw new ForbiddenAddress()
}

/**
 * Resolves names for the connection itself, where every address may be reached: a name that answers differently the second
 * time (DNS rebinding) is asked no second time.
 */
export function guardedLookup(outside: Outside): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const [first] = found ?? []
      if (error || !first) return callback(error ?? new ForbiddenAddress(), [])
      // `localhost` leads to two addresses, of which tests listen on one.
      const open = found.filter(({ address }) => mayReach(address, outside))
      const isOpen = open.length > 0 && (open.length === found.length || outside.allows !== undefined)
      if (!isOpen) callback(new ForbiddenAddress(), [])
      else if (options.all) callback(null, open)
      else callback(null, open[0]?.address ?? '', open[0]?.family)
    })
  }
}

function mayReach(address: string, { allows }: Outside): boolean {
  return isPublicAddress(address) || (allows?.(address) ?? false)
}

import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** What is not the public internet (IANA's special-purpose registries), and what clouds answer their own machines at. */
const DENIED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's wire server, a public address.
  '168.63.129.16/32',
]
/** Of IPv6 only 2000::/3 is in use; in it, addresses that hold an IPv4 address (Teredo, 6to4) or mean nothing. */
const GLOBAL_IPV6 = ['2000::/3']
const DENIED_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/')
    list.addSubnet(network, Number(prefix), family)
  }
  return list
}
const deniedIpv4 = listOf('ipv4', DENIED_IPV4)
const globalIpv6 = listOf('ipv6', GLOBAL_IPV6)
const deniedIpv6 = listOf('ipv6', DENIED_IPV6)

/** Whether an address is out there: never this machine, its network, or what only looks like another (threat 30). */
export function isPublicAddress(address: string): boolean {
  if (isOwn(address)) return false
  switch (isIP(address)) {
    case 4:
      return !deniedIpv4.check(address, 'ipv4')
    case 6:
      return globalIpv6.check(address, 'ipv6') && !deniedIpv6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Whether a name can be anybody's: one without a dot, or under a name kept for machines nearby, is never asked for. */
export function isPublicName(name: string): boolean {
  return (
    /\.[^.]+\.?$/.test(name) && !/\.(?:localhost|local|internal|lan|home|corp|home\.arpa)\.?$/i.test(name)
  )
}

/** This machine's own public addresses: what listens there may trust who comes from there. */
function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === address))
}

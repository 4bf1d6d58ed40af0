import { BlockList, isIP } from 'node:net'

/**
 * `public`: a machine of the internet. `inner`: a machine of one's own network or this one, which a host in
 * `protect.outgoing.allowedHosts` may lead to. `never`: what no host may lead to, such as the metadata of a cloud.
 */
export type AddressKind = 'public' | 'inner' | 'never'

const subnets = (family: 'ipv4' | 'ipv6', list: readonly string[], into = new BlockList()): BlockList => {
  for (const subnet of list) {
    const [address = '', bits] = subnet.split('/')
    into.addSubnet(address, Number(bits), family)
  }
  return into
}

const inner4 = subnets('ipv4', ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])
/** The IANA registry of special addresses, multicast, and addresses of clouds' own that look public or shared. */
const never4 = subnets('ipv4', [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Metadata of Alibaba Cloud and of Azure.
  '100.100.100.200/32',
  '168.63.129.16/32',
])
const inner6 = subnets('ipv6', ['::1/128', 'fc00::/7'])
/** Metadata of Amazon and of Google, among addresses of one's own. */
const metadata6 = subnets('ipv6', ['fd00:ec2::/32', 'fd20:ce::/32'])
const global6 = subnets('ipv6', ['2000::/3'])
/** Within 2000::/3: protocol assignments with Teredo and benchmarks, documentation, 6to4. */
const never6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/**
 * What kind of machine an address names. Of IPv6 only global unicast is public: an address that carries an IPv4 address
 * in it (mapped, compatible, 6to4, NAT64, Teredo) is never asked, for it may carry any.
 *
 * @param address an IPv4 or IPv6 address as text, without brackets; anything else is `never`
 */
export function addressKind(address: string): AddressKind {
  switch (isIP(address)) {
    case 4:
      return never4.check(address) ? 'never' : inner4.check(address) ? 'inner' : 'public'
    case 6:
      if (address.includes('%') || metadata6.check(address, 'ipv6')) return 'never'
      if (inner6.check(address, 'ipv6')) return 'inner'
      return global6.check(address, 'ipv6') && !never6.check(address, 'ipv6') ? 'public' : 'never'
    default:
      return 'never'
  }
}

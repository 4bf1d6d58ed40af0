import { BlockList, isIP } from 'node:net'

/** Hosts of a configuration: names as they are, and addresses and networks. */
export interface HostList {
  /** Whether the name is listed, as it is (no name below it). */
  hasName(name: string): boolean
  /** Whether the address is listed or lies in a listed network. */
  hasAddress(address: string): boolean
}

interface Entry {
  readonly name?: string
  readonly address?: string
  readonly bits?: number
}

/** `crm.example`, `10.2.0.7`, `10.2.0.0/16`, `fd12::/48`; undefined for what is none of these. */
export function parseHost(text: string): Entry | undefined {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  if (family !== 0 && more.length === 0 && !address.includes('%')) {
    const most = family === 4 ? 32 : 128
    if (bits === undefined) return { address, bits: most }
    return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? { address, bits: Number(bits) } : undefined
  }
  if (bits !== undefined || !/^[^\s:@?#\\[\]]+$/.test(text) || !URL.canParse(`https://${text}`)) return undefined
  const { hostname } = new URL(`https://${text}`)
  return isIP(hostname) === 0 && /^[a-z0-9_.-]*[a-z0-9]$/.test(hostname) ? { name: hostname } : undefined
}

/** @param list entries for which `parseHost` gives something; others are passed over */
export function hostList(list: readonly string[]): HostList {
  const names = new Set<string>()
  const networks = new BlockList()
  for (const text of list) {
    const { name, address, bits } = parseHost(text) ?? {}
    if (name !== undefined) names.add(name)
    if (address !== undefined && bits !== undefined) networks.addSubnet(address, bits, familyOf(address))
  }
  return {
    hasName: (name) => names.has(name),
    hasAddress: (address) => isIP(address) !== 0 && networks.check(address, familyOf(address)),
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

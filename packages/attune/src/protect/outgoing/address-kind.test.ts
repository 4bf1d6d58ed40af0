import { expect, test } from 'vitest'
import { addressKind } from './address-kind.ts'

test.each([
  ['a machine of the internet', ['1.1.1.1', '8.8.8.8', '93.184.215.14', '100.63.255.255', '100.128.0.0', '172.15.0.1']],
  ['just outside of private networks', ['9.255.255.255', '11.0.0.0', '172.32.0.1', '192.167.1.1', '192.169.1.1']],
  ['just outside of special ones', ['126.255.255.255', '128.0.0.1', '169.253.1.1', '198.17.1.1', '198.20.0.1']],
  ['global unicast of IPv6', ['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888', '2400::1']],
])('%s may be asked', (_, addresses) => {
  for (const address of addresses) expect([address, addressKind(address)]).toEqual([address, 'public'])
})

test.each([
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1']],
  ['private', ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.0.1', '192.168.255.254']],
  ['shared by a carrier', ['100.64.0.1', '100.127.255.254']],
  ['unique local', ['fc00::1', 'fd12:3456::1', 'fdff:ffff::1']],
])('%s is of one’s own network', (_, addresses) => {
  for (const address of addresses) expect([address, addressKind(address)]).toEqual([address, 'inner'])
})

test.each([
  ['this network, or none', ['0.0.0.0', '0.1.2.3', '::']],
  ['link-local', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1']],
  ['the metadata of a cloud', ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192']],
  ['the metadata of a cloud over IPv6', ['fd00:ec2::254', 'fd20:ce::254']],
  ['site-local', ['fec0::1', 'feff::1']],
  ['multicast', ['224.0.0.1', '239.255.255.250', 'ff02::1']],
  ['broadcast and reserved', ['255.255.255.255', '240.0.0.1', '250.1.2.3']],
  ['documentation', ['192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1']],
  ['benchmarks and protocol assignments', ['198.18.0.1', '198.19.255.255', '192.0.0.8', '2001:2::1', '2001:10::1']],
  ['6to4', ['192.88.99.1', '2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1']],
  ['IPv4 mapped', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:8.8.8.8']],
  ['IPv4 compatible or translated', ['::127.0.0.1', '::8.8.8.8', '::ffff:0:127.0.0.1']],
  ['NAT64', ['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a00:1']],
  ['Teredo', ['2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1']],
  ['discard and unassigned space', ['100::1', '4000::1', '5f00::1', 'e000::1']],
  ['with a zone', ['fe80::1%eth0', '2606:4700::1111%1']],
  ['no address', ['', 'localhost', '1.2.3', '0x7f.1', '127.0.0.1.', '[::1]', '1.2.3.4/8']],
])('%s is never asked', (_, addresses) => {
  for (const address of addresses) expect([address, addressKind(address)]).toEqual([address, 'never'])
})

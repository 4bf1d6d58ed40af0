import { expect, test } from 'vitest'
import { reducedNetworkAddress } from './reduced-network-address.ts'

test.each([
  ['203.0.113.77', '203.0.113.0'],
  [' 10.1.2.3 ', '10.1.2.0'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '2001:db8:85a3::'],
  ['2001:db8::1', '2001:db8:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['[2001:db8:85a3::7334]', '2001:db8:85a3::'],
  ['::1', '0:0:0::'],
])('%s → %s', (address, reduced) => {
  expect(reducedNetworkAddress(address)).toBe(reduced)
})

test('what is no address of the network is told apart', () => {
  for (const text of ['', 'unknown', '203.0.113', '203.0.113.777', 'ann@example.org', '2001:db8'])
    expect(reducedNetworkAddress(text)).toBeUndefined()
})

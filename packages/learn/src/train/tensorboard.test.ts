import { expect, test } from 'vitest'
import { crc32c, tensorboardRecord, tensorboardStart } from './tensorboard.ts'

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

test('the checksum is Castagnoli’s: the check value, and 32 zeros of RFC 3720', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
})

// Both written by TensorBoard’s RecordWriter for the same events.
test('records are those that TensorBoard’s own writer makes', () => {
  expect(hex(tensorboardStart(1.5))).toBe(
    '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c',
  )
  expect(hex(tensorboardRecord(2.5, 300, { loss: 0.25, 'learning rate': 0.001 }))).toBe(
    '31000000000000009d8383e909000000000000044010ac022a230a0b0a046c6f7373150000803e0a140a0d6c6561726e696e672072617465156f12833a715cf62b',
  )
})

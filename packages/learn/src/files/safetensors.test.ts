import { expect, test } from 'vitest'
import { decodeSafetensors, encodeSafetensors, type SavedArray } from './safetensors.ts'

/** A file by hand: header, then data. */
function file(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(data, 8 + json.length)
  return bytes
}

test('arrays come back with their shapes', () => {
  const arrays = new Map([
    ['words', { shape: [2, 2], data: Float32Array.of(1, -2, 3.5, 0) }],
    ['步数', { shape: [], data: BigInt64Array.of(7n) }],
    ['flags', { shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ])
  const { arrays: back, metadata } = decodeSafetensors(encodeSafetensors(arrays, { kind: 'encoder' }))
  expect(Object.fromEntries(back)).toEqual(Object.fromEntries(arrays))
  expect(metadata).toEqual({ kind: 'encoder' })
})

test('a Buffer is read like any other bytes, and the arrays share nothing with it', () => {
  const bytes = Buffer.from(encodeSafetensors(new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]])))
  const { data } = decodeSafetensors(bytes).arrays.get('a') ?? {}
  bytes.fill(0)
  expect(data).toEqual(Float32Array.of(1, 2))
  expect(data?.buffer.byteLength).toBe(8)
})

test('half precision is read: one, minus two, the smallest, infinity; and bfloat16', () => {
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00)
  const brains = Uint16Array.of(0x3f80, 0xc000, 0x4049)
  const data = new Uint8Array([...new Uint8Array(halves.buffer), ...new Uint8Array(brains.buffer)])
  const { arrays } = decodeSafetensors(
    file(
      {
        h: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
        b: { dtype: 'BF16', shape: [3], data_offsets: [8, 14] },
      },
      data,
    ),
  )
  expect(arrays.get('h')?.data).toEqual(Float32Array.of(1, -2, 2 ** -24, Number.POSITIVE_INFINITY))
  expect(arrays.get('b')?.data).toEqual(Float32Array.of(1, -2, 3.140625))
})

const one = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }
const four = new Uint8Array(4)

test.each([
  ['an empty file', new Uint8Array(3), 'shorter'],
  ['a header of ten gigabytes', new Uint8Array(new BigUint64Array([10_000_000_000n]).buffer), '10000000000 bytes'],
  ['a header past the end', file('{"a":1}').subarray(0, 10), 'inside its header'],
  ['a header that is no JSON', file('{"a":'), 'not JSON'],
  ['a list as header', file('[]'), 'not a JSON object'],
  ['an unknown type', file({ a: { ...one, dtype: 'F8_E4M3' } }, four), 'F8_E4M3'],
  ['a type of the prototype', file({ a: { ...one, dtype: 'constructor' } }, four), 'constructor'],
  ['data past the end', file({ a: { ...one, data_offsets: [0, 4] } }), 'do not fit'],
  ['a shape larger than its data', file({ a: { ...one, shape: [2] } }, four), 'do not fit'],
  ['a negative length', file({ a: { ...one, shape: [-1, -1] } }, four), 'do not fit'],
  ['offsets that go back', file({ a: { ...one, data_offsets: [4, 0] } }, four), 'do not fit'],
  ['offsets that are no numbers', file({ a: { ...one, data_offsets: ['0', '4'] } }, four), 'do not fit'],
  ['arrays over each other', file({ a: one, b: one }, four), 'over another'],
  ['a shape whose product no number holds', file({ a: { ...one, shape: [2 ** 40, 2 ** 40] } }, four), 'do not fit'],
  ['a shape that is no list', file({ a: { ...one, shape: 1 } }, four), 'do not fit'],
  ['an entry that is none', file({ a: null }, four), 'undefined'],
  ['metadata that are no texts', file({ __metadata__: { a: 1 } }), 'no texts'],
])('%s is refused', (_, bytes, why) => {
  expect(() => decodeSafetensors(bytes)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(why) }),
  )
})

test('an empty array lies over no other', () => {
  const arrays = new Map<string, SavedArray>([
    ['none', { shape: [0], data: new Float32Array(0) }],
    // Names that are whole numbers come first in any object.
    ['0', { shape: [1], data: Float32Array.of(7) }],
  ])
  expect(decodeSafetensors(encodeSafetensors(arrays)).arrays).toEqual(arrays)
})

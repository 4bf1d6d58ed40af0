import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecommendError } from './errors.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'

/** A file as the specification describes it, put together by hand. */
function fileOf(header: unknown, data: readonly number[]): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  return Uint8Array.from([json.length & 255, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data])
}

test('reads a file made by hand after the specification, flattening shapes', () => {
  const file = fileOf(
    {
      __metadata__: { made: 'by hand' },
      b: { dtype: 'I32', shape: [2, 1], data_offsets: [4, 12] },
      a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    },
    [0, 0, 192, 63, 1, 0, 0, 0, 255, 255, 255, 255],
  )
  const { arrays, metadata } = decodeSafetensors(file)
  expect(arrays).toEqual({ a: Float32Array.of(1.5), b: Int32Array.of(1, -1) })
  expect(metadata).toEqual({ made: 'by hand' })
})

test('writes the length, a header padded to eight bytes, and wide types first, without holes', () => {
  const bytes = encodeSafetensors({ u: Uint8Array.of(7), d: Float64Array.of(1), i: Int32Array.of(-2) })
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  expect(length % 8).toBe(0)
  expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
    d: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
    i: { dtype: 'I32', shape: [1], data_offsets: [8, 12] },
    u: { dtype: 'U8', shape: [1], data_offsets: [12, 13] },
  })
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0, 0, 0, 0, 240, 63, 254, 255, 255, 255, 7])
})

test('whatever is written is read back, from any place in a buffer', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
        fc.oneof(fc.float32Array(), fc.float64Array(), fc.int32Array(), fc.uint8Array()),
      ),
      fc.nat({ max: 9 }),
      (arrays, shift) => {
        const bytes = encodeSafetensors(arrays, { note: '中文 “quotes”' })
        const moved = new Uint8Array(bytes.length + shift)
        moved.set(bytes, shift)
        const read = decodeSafetensors(moved.subarray(shift))
        expect(read.arrays).toEqual(arrays)
        expect(read.metadata).toEqual({ note: '中文 “quotes”' })
      },
    ),
  )
})

test('says what is wrong with a broken file', () => {
  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] }
  const broken: [Uint8Array, string][] = [
    [Uint8Array.of(1, 2), 'shorter'],
    [Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 1), 'inside its header'],
    [fileOf('{"a', []), 'not JSON'],
    [fileOf('[1]', []), 'not a JSON object'],
    [fileOf({ a: { ...entry, dtype: 'I64', data_offsets: [0, 8] } }, new Array(8).fill(0)), 'Array a: models have no'],
    [fileOf({ a: { ...entry, dtype: 'F4' } }, [0, 0, 0, 0]), 'array a has type F4'],
    [fileOf({ a: entry }, [0, 0]), 'shape and offsets of array a'],
    [fileOf({ a: { ...entry, shape: [2] } }, [0, 0, 0, 0]), 'shape and offsets of array a'],
    [fileOf({ a: { ...entry, data_offsets: [-4, 0] } }, [0, 0, 0, 0]), 'shape and offsets of array a'],
    [fileOf({ a: null }, []), 'array a has type undefined'],
  ]
  for (const [file, message] of broken) {
    expect(() => decodeSafetensors(file)).toThrow(message)
    expect(() => decodeSafetensors(file)).toThrow(RecommendError)
  }
})

import { type Shape, shapeText, sizeOf } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import { half } from './half.ts'

/** What can be written. Reading also takes F16 and BF16, which become Float32Array. */
export type SafetensorsData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | Int8Array

export interface SavedArray {
  readonly shape: Shape
  readonly data: SafetensorsData
}

export interface Safetensors {
  readonly arrays: ReadonlyMap<string, SavedArray>
  /** Free texts kept in the header. */
  readonly metadata: Readonly<Record<string, string>>
}

const kinds = {
  F64: Float64Array,
  I64: BigInt64Array,
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
  I8: Int8Array,
} as const
type Dtype = keyof typeof kinds
const halves = { F16: halfToSingle, BF16: brainToSingle } as const

/** The header of a file with hundreds of thousands of arrays is smaller; a longer one is hostile or broken. */
const longestHeader = 100 * 1024 * 1024

/**
 * Writes arrays in the safetensors format (github.com/huggingface/safetensors): eight bytes with the header's length, a JSON
 * header, then the data, little-endian, without holes. Wide types come first, so that every array is aligned.
 *
 * @throws LearnError `bad-file` for a name that is reserved, `bad-shape` for a shape that does not fit
 * @example
 * const bytes = encodeSafetensors(new Map([['bias', { shape: [2], data: Float32Array.of(1, 2) }]]))
 */
export function encodeSafetensors(
  arrays: ReadonlyMap<string, SavedArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts = safetensorsParts(arrays, metadata)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/**
 * The same in parts to be written one after the other: the header, then each array where it is, without a copy.
 *
 * @throws LearnError as `encodeSafetensors`
 */
export function safetensorsParts(
  arrays: ReadonlyMap<string, SavedArray>,
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  const header: [string, unknown][] = []
  if (Object.keys(metadata).length > 0) header.push(['__metadata__', metadata])
  const ordered = [...arrays].sort(
    ([nameA, a], [nameB, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1),
  )
  let end = 0
  for (const [name, { shape, data }] of ordered) {
    if (name === '__metadata__') throw new LearnError('bad-file', 'No array may be called __metadata__.')
    if (sizeOf(shape) !== data.length)
      throw new LearnError('bad-shape', `${name}: ${data.length} numbers do not fill ${shapeText(shape)}.`)
    header.push([name, { dtype: dtypeOf(data), shape, data_offsets: [end, end + data.byteLength] }])
    end += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const headerLength = Math.ceil(json.length / 8) * 8
  const start = new Uint8Array(8 + headerLength).fill(0x20)
  new DataView(start.buffer).setBigUint64(0, BigInt(headerLength), true)
  start.set(json, 8)
  return [start, ...ordered.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))]
}

/**
 * Reads a safetensors file. Arrays are copies.
 *
 * @throws LearnError `bad-file` naming what is wrong: cut off, a header that is too long or not JSON, a type that is not read
 *   here, shapes or offsets that do not fit, arrays that lie over each other
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes)
  const arrays = new Map<string, SavedArray>()
  const ranges: (readonly [from: number, to: number, name: string])[] = []
  let metadata: Readonly<Record<string, string>> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = readMetadata(entry)
      continue
    }
    const { dtype, shape, from, to } = readEntry(name, entry, bytes.length - start)
    ranges.push([from, to, name])
    // A Buffer's own slice would share the memory of the whole file.
    const data = Uint8Array.prototype.slice.call(bytes, start + from, start + to).buffer
    arrays.set(name, {
      shape,
      data:
        dtype in halves ? halves[dtype as keyof typeof halves](new Uint16Array(data)) : new kinds[dtype as Dtype](data),
    })
  }
  // An empty array stands before one that begins where it does.
  ranges.sort(([a, endA], [b, endB]) => a - b || endA - endB)
  for (const [i, [from, , name]] of ranges.entries())
    if (i > 0 && from < (ranges[i - 1] as (typeof ranges)[0])[1]) throw bad(`array ${name} lies over another one`)
  return { arrays, metadata }
}

const bad = (why: string): LearnError => new LearnError('bad-file', `This safetensors file is broken: ${why}.`)

function dtypeOf(data: SafetensorsData): Dtype {
  for (const [dtype, kind] of Object.entries(kinds)) if (data instanceof kind) return dtype as Dtype
  throw new LearnError('bad-file', 'Arrays of this type cannot be written.')
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw bad('it is shorter than its eight bytes of length')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > BigInt(longestHeader)) throw bad(`its header says to be ${length} bytes long`)
  if (length > BigInt(bytes.length - 8)) throw bad('it ends inside its header')
  const end = 8 + Number(length)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)))
  } catch {
    throw bad('its header is not JSON')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw bad('its header is not a JSON object')
  return { header: header as Record<string, unknown>, start: end }
}

function readMetadata(entry: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(entry ?? {})
  if (typeof entry !== 'object' || texts.some(([, text]) => typeof text !== 'string'))
    throw bad('its metadata are no texts')
  return Object.fromEntries(texts)
}

function readEntry(
  name: string,
  entry: unknown,
  room: number,
): { dtype: string; shape: number[]; from: number; to: number } {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !(Object.hasOwn(kinds, dtype) || Object.hasOwn(halves, dtype)))
    throw bad(`array ${name} has type ${String(dtype)}, which is not read here`)
  const width = dtype in halves ? 2 : kinds[dtype as Dtype].BYTES_PER_ELEMENT
  const [from, to] = Array.isArray(offsets) ? (offsets as unknown[]) : []
  const lengths = Array.isArray(shape) ? (shape as unknown[]) : [-1]
  const whole = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0
  if (
    !lengths.every(whole) ||
    !whole(from) ||
    !whole(to) ||
    to > room ||
    to - from !== sizeOf(lengths as number[]) * width
  )
    throw bad(`shape and offsets of array ${name} do not fit it`)
  return { dtype, shape: lengths as number[], from, to }
}

function halfToSingle(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, half)
}

/** bfloat16: the upper half of a binary32. */
function brainToSingle(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => half << 16)
  return new Float32Array(bits.buffer)
}

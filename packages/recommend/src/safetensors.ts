import { RecommendError } from './errors.ts'

/** The arrays that can be written, one dimension each. */
export type Tensor = Float32Array | Float64Array | Int32Array | Uint8Array

export interface Safetensors {
  readonly arrays: Readonly<Record<string, Tensor>>
  /** Free texts kept in the header. */
  readonly metadata: Readonly<Record<string, string>>
}

const kinds = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const

type Dtype = keyof typeof kinds

/**
 * Writes arrays in the safetensors format (https://github.com/huggingface/safetensors): eight bytes with the header's
 * length, a JSON header, then the data, little-endian, without holes. Wide types come first, so every array is aligned.
 *
 * @example
 * const bytes = encodeSafetensors({ scores: new Float32Array([1, 2]) }, { kind: 'popularity' })
 */
export function encodeSafetensors(
  arrays: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: [string, unknown][] = []
  if (Object.keys(metadata).length > 0) header.push(['__metadata__', metadata])
  const ordered = Object.entries(arrays).sort(
    ([nameA, a], [nameB, b]) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1),
  )
  let end = 0
  for (const [name, array] of ordered) {
    if (name === '__metadata__') throw new RecommendError('bad-safetensors', 'No array may be called __metadata__.')
    const offsets = [end, end + array.byteLength]
    header.push([name, { dtype: dtypeOf(array), shape: [array.length], data_offsets: offsets }])
    end += array.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(json, 8)
  let at = 8 + headerLength
  for (const [, array] of ordered) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  return bytes
}

/**
 * Reads what `encodeSafetensors`, or any other writer of the format, wrote; shapes are flattened. Arrays are copies.
 *
 * @throws RecommendError `bad-safetensors` naming what is wrong: cut off, not JSON, a type that is not read here,
 *   offsets that do not fit
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, dataStart } = readHeader(bytes)
  const arrays: [string, Tensor][] = []
  let metadata: Readonly<Record<string, string>> = {}
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = entry as Record<string, string>
    else arrays.push([name, readTensor(name, entry, bytes, dataStart)])
  }
  return { arrays: Object.fromEntries(arrays), metadata }
}

function dtypeOf(array: Tensor): Dtype {
  for (const [dtype, kind] of Object.entries(kinds)) if (array instanceof kind) return dtype as Dtype
  throw new RecommendError('bad-safetensors', 'Only Float32, Float64, Int32 and Uint8 arrays can be written.')
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8) throw new RecommendError('bad-safetensors', 'The file is shorter than its eight-byte length.')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > bytes.length - 8) throw new RecommendError('bad-safetensors', 'The file ends inside its header.')
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)))
  } catch {
    throw new RecommendError('bad-safetensors', 'The header is not JSON.')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new RecommendError('bad-safetensors', 'The header is not a JSON object.')
  }
  return { header: header as Record<string, unknown>, dataStart: 8 + length }
}

function readTensor(name: string, entry: unknown, bytes: Uint8Array, dataStart: number): Tensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  const kind = typeof dtype === 'string' && Object.hasOwn(kinds, dtype) ? kinds[dtype as Dtype] : undefined
  if (!kind) throw new RecommendError('bad-safetensors', `Array ${name}: type ${String(dtype)} is not read here.`)
  const [from, to] = Array.isArray(offsets) ? (offsets as unknown[]) : []
  const size = Array.isArray(shape) ? shape.reduce((product: number, length) => product * Number(length), 1) : -1
  if (
    !(Number.isInteger(from) && Number.isInteger(to)) ||
    (from as number) < 0 ||
    (to as number) - (from as number) !== size * kind.BYTES_PER_ELEMENT ||
    dataStart + (to as number) > bytes.length
  ) {
    throw new RecommendError('bad-safetensors', `Array ${name}: shape and offsets do not fit the file.`)
  }
  const data = bytes.slice(dataStart + (from as number), dataStart + (to as number))
  return new kind(data.buffer)
}

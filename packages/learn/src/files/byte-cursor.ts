import { LearnError } from '../learn-error.ts'

/** Reads little-endian numbers one after the other; never past the end. */
export class ByteCursor {
  at = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #what: string

  /** @param what the file in an error, as `This E5S1 file` */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#what = what
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true)
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4), true)
  }

  /** @throws LearnError `bad-file` beyond what a number holds exactly */
  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8), true)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#cutOff()
    return Number(value)
  }

  /** The next bytes, shared with the file. */
  bytes(length: number): Uint8Array {
    const from = this.#take(length)
    return this.#bytes.subarray(from, from + length)
  }

  /** A copy of the next numbers. */
  u32s(length: number): Uint32Array {
    return new Uint32Array(copyOf(this.bytes(4 * length)))
  }

  /** A copy of the next numbers. */
  f32s(length: number): Float32Array {
    return new Float32Array(copyOf(this.bytes(4 * length)))
  }

  #take(length: number): number {
    const from = this.at
    if (!Number.isSafeInteger(length) || length < 0 || length > this.#bytes.length - from) throw this.#cutOff()
    this.at = from + length
    return from
  }

  #cutOff(): LearnError {
    return new LearnError('bad-file', `${this.#what} is broken: it ends before byte ${this.at} says it does.`)
  }
}

/** A memory of its own: a Buffer's bytes may lie anywhere in a larger one. */
const copyOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.prototype.slice.call(bytes).buffer as ArrayBuffer

const utf8 = new TextEncoder()

/** Writes protocol buffers (wire format, proto3): the part that ONNX needs. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  int(field: number, value: number | bigint): void {
    this.#varint((field << 3) | 0)
    this.#varint(value)
  }

  float(field: number, value: number): void {
    this.#varint((field << 3) | 5)
    this.#push(new Uint8Array(Float32Array.of(value).buffer))
  }

  double(field: number, value: number): void {
    this.#varint((field << 3) | 1)
    this.#push(new Uint8Array(Float64Array.of(value).buffer))
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#varint((field << 3) | 2)
    this.#varint(bytes.length)
    this.#push(bytes)
  }

  text(field: number, text: string): void {
    this.bytes(field, utf8.encode(text))
  }

  message(field: number, write: (writer: ProtobufWriter) => void): void {
    const inner = new ProtobufWriter()
    write(inner)
    this.#varint((field << 3) | 2)
    this.#varint(inner.length)
    for (const part of inner.#parts) this.#push(part)
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }

  /** Seven bits a byte, the lowest first; a negative number is its two's complement of 64 bits. */
  #varint(value: number | bigint): void {
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    do {
      const low = Number(rest & 127n)
      rest >>= 7n
      bytes.push(rest > 0n ? low | 128 : low)
    } while (rest > 0n)
    this.#push(Uint8Array.from(bytes))
  }
}

import { KernelError } from './kernel-error.ts'

const pageBytes = 65_536
const alignment = 64
/** The lowest page is left alone, so that no array lies at address 0. */
const firstFree = pageBytes

type Numbers = Int32Array | Float32Array | Float64Array | Uint8Array

/** An array in shared memory. Read `view` again after every await: growth of the memory may have replaced it. */
export interface SharedArray<T extends Numbers> {
  /** Byte address, as kernels take it. */
  readonly pointer: number
  /** Elements. */
  readonly length: number
  /** The elements now; derived anew after the memory has grown. */
  readonly view: T
  /** Gives the room back. Twice is harmless. */
  free(): void
}

/** Arrays in one WebAssembly memory that all workers see. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory
  /** Bytes in use by arrays now. */
  readonly usedBytes: number
  /**
   * Refuses a computation that cannot fit, before any of its work.
   *
   * @param numbers numbers of four bytes that it will take
   * @throws KernelError `out-of-memory`
   */
  expectRoom(numbers: number): void
  int32(length: number): SharedArray<Int32Array>
  float32(length: number): SharedArray<Float32Array>
  float64(length: number): SharedArray<Float64Array>
  uint8(length: number): SharedArray<Uint8Array>
}

interface Hole {
  start: number
  end: number
}

/**
 * A shared memory that grows on demand up to `maximumBytes` (at most 4 GiB). Arrays begin at multiples of 64 bytes, are
 * filled with zeros and followed by at least 64 bytes of room, so that kernels may load whole lanes past the end.
 *
 * @throws KernelError `bad-option` for a maximum outside 1 page … 4 GiB; the methods throw `out-of-memory`, and nothing is
 *   allocated then
 */
export function createSharedMemory(maximumBytes: number): SharedMemory {
  const maximum = Math.floor(maximumBytes / pageBytes)
  if (!(maximum >= 2 && maximum <= 65_536))
    throw new KernelError('bad-option', 'The memory maximum must be between 128 KiB and 4 GiB.', { maximumBytes })
  const memory = new WebAssembly.Memory({ initial: 2, maximum, shared: true })
  /** Free ranges by address, never touching each other; everything from `top` on is free too. */
  const holes: Hole[] = []
  let top = firstFree
  let usedBytes = 0

  function take(size: number): number {
    const found = holes.findIndex((hole) => hole.end - hole.start >= size)
    const hole = holes[found]
    if (hole) {
      const { start } = hole
      hole.start += size
      if (hole.start === hole.end) holes.splice(found, 1)
      return start
    }
    const missing = Math.ceil((top + size - memory.buffer.byteLength) / pageBytes)
    if (top + size > maximum * pageBytes || (missing > 0 && !grow(missing))) throw outOfMemory(size)
    const start = top
    top += size
    return start
  }

  function outOfMemory(size: number): KernelError {
    const message = `${size} bytes more do not fit into the shared memory (maximum ${maximum * pageBytes}, in use ${usedBytes}).`
    return new KernelError('out-of-memory', message, { size, maximumBytes: maximum * pageBytes, usedBytes })
  }

  function grow(pages: number): boolean {
    try {
      memory.grow(pages)
      return true
    } catch {
      return false
    }
  }

  function giveBack(start: number, end: number): void {
    let at = holes.findIndex((hole) => hole.start > start)
    if (at < 0) at = holes.length
    holes.splice(at, 0, { start, end })
    for (const left of [at, at - 1]) {
      const one = holes[left]
      const next = holes[left + 1]
      if (one && next && one.end === next.start) {
        one.end = next.end
        holes.splice(left + 1, 1)
      }
    }
    const last = holes.at(-1)
    if (last && last.end === top) {
      top = last.start
      holes.pop()
    }
  }

  function allocate<T extends Numbers>(
    length: number,
    elementBytes: number,
    derive: (buffer: ArrayBufferLike, pointer: number, length: number) => T,
  ): SharedArray<T> {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new KernelError('bad-shape', 'An array length must be a whole number of at least 0.', { length })
    const size = Math.ceil((length * elementBytes + alignment) / alignment) * alignment
    const pointer = take(size)
    usedBytes += size
    let freed = false
    let buffer = memory.buffer as ArrayBufferLike
    let view = derive(buffer, pointer, length)
    new Uint8Array(buffer, pointer, size).fill(0)
    return {
      pointer,
      length,
      get view() {
        if (freed) throw new KernelError('closed', 'This array was given back already.')
        if (buffer !== memory.buffer) {
          buffer = memory.buffer
          view = derive(buffer, pointer, length)
        }
        return view
      },
      free() {
        if (freed) return
        freed = true
        usedBytes -= size
        giveBack(pointer, pointer + size)
      },
    }
  }

  return {
    memory,
    get usedBytes() {
      return usedBytes
    },
    expectRoom(numbers) {
      if (usedBytes + 4 * numbers > maximum * pageBytes - firstFree) throw outOfMemory(4 * numbers)
    },
    int32: (length) => allocate(length, 4, (buffer, pointer, n) => new Int32Array(buffer, pointer, n)),
    float32: (length) => allocate(length, 4, (buffer, pointer, n) => new Float32Array(buffer, pointer, n)),
    float64: (length) => allocate(length, 8, (buffer, pointer, n) => new Float64Array(buffer, pointer, n)),
    uint8: (length) => allocate(length, 1, (buffer, pointer, n) => new Uint8Array(buffer, pointer, n)),
  }
}

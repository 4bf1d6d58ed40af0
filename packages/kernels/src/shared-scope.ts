import type { SharedArray, SharedMemory } from './shared-memory.ts'

/** Arrays that are given back together. */
export interface SharedScope {
  /** Room for numbers, zeros. */
  int32(length: number): SharedArray<Int32Array>
  float32(length: number): SharedArray<Float32Array>
  float64(length: number): SharedArray<Float64Array>
  uint8(length: number): SharedArray<Uint8Array>
  /** A copy of the numbers. */
  copyInt32(from: Int32Array): SharedArray<Int32Array>
  copyFloat32(from: Float32Array): SharedArray<Float32Array>
  copyFloat64(from: Float64Array): SharedArray<Float64Array>
  [Symbol.dispose](): void
}

/**
 * @example
 * using scope = sharedScope(memory) // everything taken from it is given back at the end of the block, error or not
 */
export function sharedScope(memory: SharedMemory): SharedScope {
  const held: { free(): void }[] = []
  function hold<T extends { free(): void }>(array: T): T {
    held.push(array)
    return array
  }
  const int32 = (length: number) => hold(memory.int32(length))
  const float32 = (length: number) => hold(memory.float32(length))
  const float64 = (length: number) => hold(memory.float64(length))
  return {
    int32,
    float32,
    float64,
    uint8: (length) => hold(memory.uint8(length)),
    copyInt32(from) {
      const array = int32(from.length)
      array.view.set(from)
      return array
    },
    copyFloat32(from) {
      const array = float32(from.length)
      array.view.set(from)
      return array
    },
    copyFloat64(from) {
      const array = float64(from.length)
      array.view.set(from)
      return array
    },
    [Symbol.dispose]() {
      for (const array of held) array.free()
    },
  }
}

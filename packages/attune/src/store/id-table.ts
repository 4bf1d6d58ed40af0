const PARTITIONS = 256
const START = 16

/**
 * A set of 96-bit keys in open addressing: 12 bytes an entry at a load of at most 3/4. Cut into 256 partitions that grow
 * alone, so that growing at ten million keys moves some forty thousand entries (a millisecond), not all.
 */
export interface IdTable {
  /** `a`, `b`, `c`: the three 32-bit words of an evenly distributed key. */
  has(a: number, b: number, c: number): boolean
  /** False when it was there. */
  add(a: number, b: number, c: number): boolean
  readonly size: number
}

interface Partition {
  /** Three words an entry; all zero is empty. */
  words: Int32Array
  used: number
}

export function createIdTable(): IdTable {
  const partitions: Partition[] = Array.from({ length: PARTITIONS }, () => ({
    words: new Int32Array(START * 3),
    used: 0,
  }))
  let size = 0
  return {
    has(a, b, c) {
      const { words } = partitionOf(a)
      const offset = find(words, a | 0, b | 0, notZero(c))
      return words[offset + 2] !== 0
    },
    add(a, b, c) {
      const partition = partitionOf(a)
      if (partition.used * 4 >= partition.words.length) grow(partition)
      const { words } = partition
      const offset = find(words, a | 0, b | 0, notZero(c))
      if (words[offset + 2] !== 0) return false
      write(words, offset, a, b, notZero(c))
      partition.used += 1
      size += 1
      return true
    },
    get size() {
      return size
    },
  }

  function partitionOf(a: number): Partition {
    return partitions[a & (PARTITIONS - 1)] as Partition
  }
}

/** The third word marks an entry as used, so that it must not be zero: 0 and 1 share a place. */
function notZero(c: number): number {
  return c | 0 || 1
}

/** Offset of the key, or of the empty place where it belongs. The length is three times a power of two. */
function find(words: Int32Array, a: number, b: number, c: number): number {
  const mask = words.length / 3 - 1
  for (let slot = b & mask; ; slot = (slot + 1) & mask) {
    const offset = slot * 3
    const third = words[offset + 2]
    if (third === 0 || (third === c && words[offset] === a && words[offset + 1] === b)) return offset
  }
}

function write(words: Int32Array, offset: number, a: number, b: number, c: number): void {
  words[offset] = a
  words[offset + 1] = b
  words[offset + 2] = c
}

function grow(partition: Partition): void {
  const old = partition.words
  const words = new Int32Array(old.length * 2)
  for (let offset = 0; offset < old.length; offset += 3) {
    const a = old[offset] as number
    const b = old[offset + 1] as number
    const c = old[offset + 2] as number
    if (c !== 0) write(words, find(words, a, b, c), a, b, c)
  }
  partition.words = words
}

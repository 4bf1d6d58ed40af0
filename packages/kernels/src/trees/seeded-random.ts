/** Numbers in 0 … 1 (1 excluded) that a seed and a stream number fix: splitmix32 (Steele, Lea, Flood 2014, in 32 bits). */
export function seededRandom(seed: number, stream: number): () => number {
  let state = mixed(seed + Math.imul(stream, 0x632be5ab))
  return () => {
    state = (state + 0x9e3779b9) | 0
    return (mixed(state) >>> 0) / 2 ** 32
  }
}

function mixed(value: number): number {
  let z = value | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}

/** Writes `count` of the `total` numbers 0 … total − 1, drawn without replacement, ascending, then the others, ascending. */
export function drawInto(order: Int32Array, count: number, random: () => number): void {
  const total = order.length
  let taken = 0
  let left = count
  for (let at = 0; at < total; at++) {
    // Selection sampling (Knuth, The Art of Computer Programming 2, algorithm S).
    if (random() * (total - at) < count - taken) order[taken++] = at
    else order[left++] = at
  }
}

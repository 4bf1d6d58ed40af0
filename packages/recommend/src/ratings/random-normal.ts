import type { Random } from '../evaluate/random.ts'

/** Numbers from N(0, spread²) by the polar form of Box and Muller (Marsaglia and Bray 1964). */
export function randomNormals(length: number, spread: number, random: Random): Float64Array {
  const numbers = new Float64Array(length)
  for (let at = 0; at < length; ) {
    const x = 2 * random() - 1
    const y = 2 * random() - 1
    const square = x * x + y * y
    if (square >= 1 || square === 0) continue
    const factor = spread * Math.sqrt((-2 * Math.log(square)) / square)
    numbers[at++] = x * factor
    if (at < length) numbers[at++] = y * factor
  }
  return numbers
}

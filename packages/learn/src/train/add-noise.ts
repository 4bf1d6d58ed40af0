import { normal } from './random.ts'

/** Adds to each number one of the normal distribution with this deviation. */
export function addNoise(numbers: Float32Array, deviation: number, random: () => number): void {
  if (deviation === 0) return
  for (let i = 0; i < numbers.length; i++) numbers[i] = (numbers[i] as number) + deviation * normal(random)
}

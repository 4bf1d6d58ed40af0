import { type Rng, randomNormal } from '../random.ts'
import type { BgNbdParameter } from './fit-bg-nbd.ts'

/** Shoppers drawn from the BG/NBD model itself. */
export function bgNbdShoppers(
  { r, alpha, a, b }: Readonly<Record<BgNbdParameter, number>>,
  { customers, age, rng }: { readonly customers: number; readonly age: () => number; readonly rng: Rng },
): { readonly frequency: number[]; readonly recency: number[]; readonly age: number[] } {
  const found = { frequency: [] as number[], recency: [] as number[], age: [] as number[] }
  for (let i = 0; i < customers; i++) {
    const until = age()
    const rate = gammaDraw(r, rng) / alpha
    const [one, other] = [gammaDraw(a, rng), gammaDraw(b, rng)]
    const leaving = one / (one + other)
    let [time, purchases, last] = [0, 0, 0]
    for (;;) {
      time -= Math.log(1 - rng()) / rate
      if (!(time < until)) break
      purchases++
      last = time
      if (rng() < leaving) break
    }
    found.frequency.push(purchases)
    found.recency.push(last)
    found.age.push(until)
  }
  return found
}

/** Gamma(shape, 1) (Marsaglia & Tsang 2000). */
export function gammaDraw(shape: number, rng: Rng): number {
  if (shape < 1) return gammaDraw(shape + 1, rng) * (1 - rng()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = randomNormal(rng)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - rng()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

import type { Calibrator } from './calibrator.ts'
import { checkScores } from './check-scores.ts'

type Platt = Extract<Calibrator, { kind: 'platt' }>

/** Probabilities are kept this far from 0 and 1, so that each has a logit. */
const least = 1e-7

const logit = (p: number): number => {
  const inside = Math.min(1 - least, Math.max(least, p))
  return Math.log(inside / (1 - inside))
}

export const plattAt = ({ slope, offset }: Platt, p: number): number => 1 / (1 + Math.exp(-(slope * logit(p) + offset)))

/**
 * Platt scaling (Platt 1999) of the logits: a slope and an offset by maximum likelihood against (n₁ + 1) / (n₁ + 2) for the n₁
 * rows with truth 1 and 1 / (n₀ + 2) for the n₀ others instead of 1 and 0, which keeps small samples from certainty. Newton's
 * steps, halved until they help (Lin, Lin and Weng 2007).
 *
 * @param probabilities of rows that the model has not learnt from
 * @param truths 0 or 1
 * @throws LearnError `bad-value` when all truths are the same
 */
export function fitPlatt(probabilities: ArrayLike<number>, truths: ArrayLike<number>): Platt {
  const positives = checkScores(probabilities, truths, { bothClasses: true })
  const n = truths.length
  const high = (positives + 1) / (positives + 2)
  const low = 1 / (n - positives + 2)
  const x = Float64Array.from({ length: n }, (_, i) => logit(probabilities[i] as number))
  const t = Float64Array.from({ length: n }, (_, i) => (truths[i] === 1 ? high : low))
  const lossAt = (slope: number, offset: number): number =>
    x.reduce((sum, logitOf, i) => {
      const z = slope * logitOf + offset
      return sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (t[i] as number) * z
    }, 0)
  let [slope, offset] = [0, Math.log((positives + 1) / (n - positives + 1))]
  let loss = lossAt(slope, offset)
  for (let round = 0; round < 100; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12]
    for (let i = 0; i < n; i++) {
      const own = x[i] as number
      const p = 1 / (1 + Math.exp(-(slope * own + offset)))
      const gap = p - (t[i] as number)
      const weight = p * (1 - p)
      g0 += gap * own
      g1 += gap
      h00 += weight * own * own
      h01 += weight * own
      h11 += weight
    }
    if (Math.abs(g0) < 1e-9 * n && Math.abs(g1) < 1e-9 * n) break
    const determinant = h00 * h11 - h01 * h01
    const step0 = (h11 * g0 - h01 * g1) / determinant
    const step1 = (h00 * g1 - h01 * g0) / determinant
    let size = 1
    while (size > 1e-10 && !(lossAt(slope - size * step0, offset - size * step1) < loss)) size /= 2
    if (size <= 1e-10) break
    slope -= size * step0
    offset -= size * step1
    loss = lossAt(slope, offset)
  }
  return { kind: 'platt', slope, offset }
}

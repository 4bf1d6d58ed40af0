import type { ScoredOutcomes } from './ranked-outcomes.ts'

/**
 * For tests: units whose effect is known, from a generator that every language can write (s ← 1664525 s + 1013904223 mod 2³²).
 * The chance of an outcome is .1 + .1 x, and .15 (x − .3) more where treated.
 */
export function portableUplift(rows = 2000): ScoredOutcomes & { readonly x: Float64Array } {
  let state = 42
  const next = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return state / 4294967296
  }
  const made = {
    x: new Float64Array(rows),
    scores: new Float64Array(rows),
    outcome: new Float64Array(rows),
    treated: new Uint8Array(rows),
  }
  for (let i = 0; i < rows; i++) {
    const [x, u, v, z] = [next(), next(), next(), next()] as const
    const treated = Number(u < 0.5)
    made.x[i] = x
    made.treated[i] = treated
    made.outcome[i] = Number(v < 0.1 + 0.1 * x + treated * 0.15 * (x - 0.3))
    made.scores[i] = x + 0.2 * (z - 0.5)
  }
  return made
}

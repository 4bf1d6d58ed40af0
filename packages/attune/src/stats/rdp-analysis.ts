import { laplaceAccuracy, noiseForEpsilon, privacySpent } from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const count = z.int().min(0).max(1e9)
const rate = z.number().min(0).max(1)
const delta = z.number().gt(0).lt(1)
const mechanism = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gaussian'), noise: z.number().positive(), rate, steps: count }),
  z.strictObject({ kind: z.literal('laplace'), scale: z.number().positive(), steps: count }),
])
const input = z.union([
  z.strictObject({ noise: z.number().positive(), rate, steps: count, delta }),
  z.strictObject({ mechanisms: z.array(mechanism).min(1).max(100), delta }),
  z.strictObject({ targetEpsilon: z.number().positive(), rate, steps: count, delta }),
  z.strictObject({ laplace: z.strictObject({ scale: z.number().positive(), alpha: z.number().gt(0).lte(1) }) }),
])

/** What training with noise has spent of privacy, or the noise that it needs. */
export const rdpAnalysis: StatsAnalysis = {
  name: 'rdp',
  summary: {
    en: 'What noise, sampling rate and steps spend of privacy (ε at δ), or the noise that a target ε needs.',
    'zh-CN': '噪声、采样率与步数消耗的隐私预算（给定 δ 的 ε），或达到目标 ε 所需的噪声。',
  },
  input,
  example: { noise: 1.5, rate: 0.04, steps: 2250, delta: 1e-5 },
  run(given) {
    const ask = input.parse(given)
    if ('laplace' in ask) {
      const { scale, alpha } = ask.laplace
      return { accuracy: laplaceAccuracy(scale, alpha), scale, alpha, warnings: [] }
    }
    const { delta } = ask
    if ('targetEpsilon' in ask) {
      const { noise, spent } = noiseForEpsilon({ epsilon: ask.targetEpsilon, rate: ask.rate, steps: ask.steps, delta })
      return { noise, ...spent }
    }
    return privacySpent('mechanisms' in ask ? ask.mechanisms : [{ kind: 'gaussian', ...ask }], { delta })
  },
}

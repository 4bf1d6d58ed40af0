import { evaluateUplift, seededRng } from '@attune/measure'
import { z } from 'zod'
import { sentencesOf } from '../uplift/uplift-texts.ts'
import type { StatsAnalysis } from './stats-analysis.ts'
import { exampleUnits, treatedRows } from './uplift-input.ts'

const input = z.strictObject({
  ...treatedRows,
  score: z.array(z.number()).min(2),
  shares: z.array(z.number().positive().max(1)).max(20).optional(),
  strategy: z.enum(['overall', 'by-group']).optional(),
  samples: z.int().min(1).max(10_000).default(500),
  seed: z.int().min(0).default(1),
  level: z.number().gt(0).lt(1).optional(),
})

/** `attune stats qini` */
export const qini: StatsAnalysis = {
  name: 'qini',
  summary: {
    en: 'How well scores order people by what a treatment does to them: Qini and AUUC as scikit-uplift and causalml define them, uplift of the best shares, with bootstrap intervals.',
    'zh-CN':
      '评分按处理效果排序的优劣：scikit-uplift 与 causalml 两种定义的 Qini 与 AUUC，以及前若干比例人群的提升，均带自助法区间。',
  },
  input,
  example: exampleUnits,
  run(given) {
    const { treatment, outcome, score, samples, seed, shares, strategy, level } = given as z.output<typeof input>
    const found = evaluateUplift(
      { treated: Uint8Array.from(treatment), outcome: Float64Array.from(outcome), scores: Float64Array.from(score) },
      {
        samples,
        rng: seededRng(seed),
        ...(shares === undefined ? {} : { shares }),
        ...(strategy === undefined ? {} : { strategy }),
        ...(level === undefined ? {} : { level }),
      },
    )
    const { units, gain } = found.curve
    return { ...found, curve: { units: [...units], gain: [...gain] }, warnings: sentencesOf(found.warnings) }
  },
}

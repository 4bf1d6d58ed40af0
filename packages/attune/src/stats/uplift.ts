import {
  averageEffect,
  checkBalance,
  evaluateUplift,
  featureRows,
  fitUpliftForest,
  linearLearner,
  type Rng,
  scoreOutOfFold,
  seededRng,
  type UpliftData,
  upliftMethod,
} from '@attune/measure'
import { z } from 'zod'
import { upliftMethodNames } from '../uplift/method-names.ts'
import { sentencesOf } from '../uplift/uplift-texts.ts'
import type { StatsAnalysis } from './stats-analysis.ts'
import { treatedRows } from './uplift-input.ts'

const input = z.strictObject({
  ...treatedRows,
  features: z.array(z.array(z.number()).min(1)).min(2),
  names: z.array(z.string()).optional(),
  propensity: z.number().gt(0).lt(1).optional(),
  method: z.enum(upliftMethodNames as [string, ...string[]]).default('t'),
  folds: z.int().min(2).max(20).default(2),
  samples: z.int().min(1).max(10_000).default(200),
  seed: z.int().min(0).default(1),
})

const scorerOf = (method: string, rng: Rng) => async (training: UpliftData) => {
  if (method === 'forest') {
    const forest = fitUpliftForest(training, { rng })
    return (x: UpliftData['x']) => forest.predict(x)
  }
  const chosen = upliftMethod(method)
  const parts = await chosen.fit(training, linearLearner(), { rng, folds: 2 })
  return (x: UpliftData['x']) => chosen.predict(parts, x)
}

/** Forty people: those with a high first feature are moved by the treatment. */
const example = {
  treatment: Array.from({ length: 40 }, (_, i) => i % 2),
  outcome: Array.from({ length: 40 }, (_, i) => Number((i % 2 === 1 && i % 10 > 4) || i % 7 === 0)),
  features: Array.from({ length: 40 }, (_, i) => [(i % 10) / 10, (i % 3) - 1]),
  names: ['loyalty', 'age'],
  propensity: 0.5,
}

/** `attune stats uplift` */
export const uplift: StatsAnalysis = {
  name: 'uplift',
  summary: {
    en: 'What a treatment does to each person, learnt by a method of your choice and judged on people that the model did not see.',
    'zh-CN': '以所选方法估计处理对每个人的效果，并用模型未见过的人评价。',
  },
  input,
  example,
  async run(given) {
    const { treatment, outcome, features, names, propensity, method, folds, samples, seed } = given as z.output<
      typeof input
    >
    const data: UpliftData = {
      x: featureRows(features),
      treated: Uint8Array.from(treatment),
      outcome: Float64Array.from(outcome),
      ...(propensity === undefined ? {} : { propensity }),
    }
    const rng = seededRng(seed)
    const scores = await scoreOutOfFold(data, scorerOf(method, rng), { folds, rng })
    const { curve: _, ...judged } = evaluateUplift({ ...data, scores }, { samples, rng })
    const balance = checkBalance(data, names ?? features[0]?.map((__, column) => `feature ${column + 1}`) ?? [])
    return {
      method,
      uplift: [...scores],
      doublyRobustEffect: await averageEffect(data, linearLearner(), { rng, folds }),
      ...judged,
      balance,
      warnings: sentencesOf([...judged.warnings, ...balance.warnings]),
    }
  },
}

import { concordance, coxScore, fitCox, kaplanMeier, logRankTest, proportionalHazardsTest } from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const input = z.strictObject({
  subjects: z
    .array(
      z.strictObject({
        time: z.number().min(0).max(1e12).describe('How long the subject was watched'),
        event: z.union([z.literal(0), z.literal(1)]).describe('1: it happened then; 0: watching ended'),
        group: z.string().max(200).optional().describe('Curves are drawn and compared by group'),
        covariates: z.array(z.number()).max(50).optional().describe('Numbers that may make it come sooner or later'),
      }),
    )
    .min(1)
    .max(200_000)
    .refine(
      (subjects) =>
        subjects.every(
          ({ covariates, group }) =>
            covariates?.length === subjects[0]?.covariates?.length &&
            (group === undefined) === (subjects[0]?.group === undefined),
        ),
      'Give every subject as many covariates as the first, and a group where the first has one.',
    ),
  ridge: z.number().min(0).max(1e9).default(0),
  level: z.number().gt(0).lt(1).default(0.95),
})

/** `attune stats survival` */
export const survival: StatsAnalysis = {
  name: 'survival',
  summary: {
    en: 'How many are left after how long, whether groups differ, and what makes leaving come sooner (Kaplan–Meier, log-rank, Cox).',
    'zh-CN': '经过多长时间还剩多少人、各组是否不同、什么因素使流失来得更早（Kaplan–Meier、对数秩检验、Cox 模型）。',
  },
  input,
  example: {
    subjects: [
      { time: 6, event: 1, group: 'annual', covariates: [0, 32] },
      { time: 7, event: 1, group: 'annual', covariates: [0, 51] },
      { time: 9, event: 0, group: 'annual', covariates: [0, 28] },
      { time: 10, event: 1, group: 'annual', covariates: [0, 44] },
      { time: 13, event: 0, group: 'annual', covariates: [0, 39] },
      { time: 1, event: 1, group: 'monthly', covariates: [1, 35] },
      { time: 2, event: 1, group: 'monthly', covariates: [1, 27] },
      { time: 5, event: 0, group: 'monthly', covariates: [1, 48] },
      { time: 8, event: 1, group: 'monthly', covariates: [1, 53] },
      { time: 11, event: 1, group: 'monthly', covariates: [1, 30] },
    ],
    ridge: 0.1,
  },
  run(given) {
    const { subjects, ridge, level } = given as z.infer<typeof input>
    const names = [...new Set(subjects.map(({ group }) => group ?? ''))]
    const curves = names.map((name) => {
      const own = subjects.filter(({ group }) => (group ?? '') === name)
      const observations = { time: own.map(({ time }) => time), event: own.map(({ event }) => event) }
      return { group: name === '' ? null : name, ...kaplanMeier(observations, level) }
    })
    const all = { time: subjects.map(({ time }) => time), event: subjects.map(({ event }) => event) }
    return {
      curves,
      logRank:
        names.length > 1
          ? logRankTest(
              all,
              subjects.map(({ group }) => names.indexOf(group ?? '')),
            )
          : null,
      cox: coxOf(subjects, all, { ridge, level }),
    }
  },
}

function coxOf(
  subjects: z.infer<typeof input>['subjects'],
  all: { readonly time: readonly number[]; readonly event: readonly number[] },
  options: { readonly ridge: number; readonly level: number },
) {
  const width = subjects[0]?.covariates?.length ?? 0
  if (width === 0) return null
  const columns = Array.from({ length: width }, (_, at) => subjects.map(({ covariates }) => covariates?.[at] ?? 0))
  const model = fitCox(all, columns, options)
  const risk = subjects.map(({ covariates }) => coxScore(model, covariates ?? []))
  return { ...model, proportional: proportionalHazardsTest(all, columns, model), concordance: concordance(all, risk) }
}

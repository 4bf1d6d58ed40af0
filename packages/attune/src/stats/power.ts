import { type Design, minimumDetectableEffect, powerOf, requiredUnits } from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const baseline = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proportion'), value: z.number().gt(0).lt(1) }),
  z.strictObject({
    kind: z.enum(['mean', 'ratio', 'quantile']),
    value: z.number(),
    variance: z.number().gt(0).describe('Of one unit'),
  }),
])

const input = z
  .strictObject({
    baseline,
    effect: z.number().optional().describe('Smallest effect worth finding, in the unit of scale'),
    units: z.array(z.number().gt(1)).min(2).max(1000).optional().describe('In each arm, the control first'),
    weights: z.array(z.number().gt(0)).min(2).max(1000).optional().describe('Shares of the arms, the control first'),
    scale: z.enum(['relative', 'absolute']).default('relative'),
    level: z.number().gt(0).lt(1).default(0.95),
    power: z.number().gt(0).lt(1).default(0.8),
    comparisons: z.int().min(1).max(10_000).optional().describe('Default: one for each arm beside the control'),
    correlation: z.number().gt(-1).lt(1).default(0).describe('Of the metric with itself before, for CUPED'),
    method: z.enum(['frequentist', 'sequential']).default('frequentist'),
    tuning: z.number().gt(0).max(1e12).default(5000),
  })
  .superRefine(({ effect, units, weights }, issues) => {
    if (effect === undefined && units === undefined)
      issues.addIssue({
        code: 'custom',
        path: ['effect'],
        message: 'Give the effect to find, the units there are, or both.',
      })
    if (units !== undefined && weights !== undefined && units.length !== weights.length)
      issues.addIssue({ code: 'custom', path: ['units'], message: 'Give as many units as weights.' })
  })

/** `attune stats power` */
export const power: StatsAnalysis = {
  name: 'power',
  summary: {
    en: 'How many units an experiment needs, the power it has, and the smallest effect that it can find.',
    'zh-CN': '实验需要多少对象、检验功效是多少、能发现的最小效果有多大。',
  },
  input,
  example: {
    baseline: { kind: 'mean', value: 10, variance: 100 },
    scale: 'absolute',
    effect: 0.3,
    units: [10_000, 10_000],
  },
  run(given) {
    const { effect, units, ...asked } = given as z.infer<typeof input>
    const design: Design = { ...asked, weights: asked.weights ?? units?.map(() => 1) }
    return {
      requiredUnits: effect === undefined ? null : requiredUnits(design, effect),
      power: effect === undefined || units === undefined ? null : powerOf(design, effect, units),
      minimumDetectableEffect: units === undefined ? null : minimumDetectableEffect(design, units),
      warnings: [],
    }
  },
}

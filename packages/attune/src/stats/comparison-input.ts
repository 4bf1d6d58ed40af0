import type { AnalysisOptions, ArmSums, MetricKind, PreSums } from '@attune/measure'
import { z } from 'zod'
import { sumRows } from './sum-rows.ts'

/** A sum that may have left the range of numbers: JSON writes an infinite one as null or 1e999. Analyses tell. */
const sum = z
  .custom<number | null>((value) => value === null || (typeof value === 'number' && !Number.isNaN(value)), 'a number')
  .transform((value) => value ?? Number.NaN)
const variation = z.string().min(1).max(200)

const pre = z.strictObject({
  sum,
  sumSquares: sum,
  postSum: sum.describe('Σ of the metric before times the metric after'),
  postDenominatorSum: sum.optional(),
  denominatorSum: sum.optional(),
  denominatorSumSquares: sum.optional(),
  crossSum: sum.optional(),
  denominatorPostSum: sum.optional(),
  denominatorPostDenominatorSum: sum.optional(),
})

const arm = z.strictObject({
  variation,
  units: z.number().describe('Persons, or whatever was randomised'),
  successes: sum.optional().describe('Of a proportion; the same as sum'),
  sum: sum.optional(),
  sumSquares: sum.optional(),
  denominatorSum: sum.optional(),
  denominatorSumSquares: sum.optional(),
  crossSum: sum.optional().describe('Σ numerator · denominator'),
  pre: pre.optional().describe('Sums of the time before the experiment, for CUPED'),
  quantile: z.strictObject({ value: z.number(), variance: z.number().min(0) }).optional(),
})

const row = z.strictObject({
  variation,
  value: z.number(),
  denominator: z.number().optional(),
  unit: z.string().max(200).optional().describe('Whose observation it is, where one unit has several'),
  pre: z.number().optional().describe('The metric of the same unit before the experiment'),
  preDenominator: z.number().optional(),
})

export type Row = z.infer<typeof row>

/** What every comparison of arms takes: sums of arms, or a row a unit, and how to compare. */
export const comparisonShape = {
  arms: z.array(arm).min(2).max(1000).optional(),
  rows: z.array(row).min(1).max(5_000_000).optional(),
  control: variation.optional().describe('Default: the first'),
  level: z.number().gt(0).lt(1).default(0.95),
  scale: z.enum(['relative', 'absolute']).default('relative').describe('What decisions go by; both are told'),
  better: z.enum(['up', 'down']).default('up'),
  cuped: z.boolean().default(true).describe('Adjust by the time before where its sums are there'),
  cupedGradient: z.enum(['raw', 'adjusted']).optional(),
  power: z.number().gt(0).lt(1).default(0.8),
} as const

const comparison = z.strictObject(comparisonShape)
export type Comparison = z.infer<typeof comparison>

export const kindSchema = z.enum(['proportion', 'mean', 'ratio']).default('mean')

/** Refuses what lacks the sums of its kind, by the field that is missing. */
export function requireSums(given: Comparison & { readonly kind?: MetricKind }, issues: z.core.$RefinementCtx): void {
  const { arms, rows, kind } = given
  const missing = (path: (string | number)[], message: string) => issues.addIssue({ code: 'custom', path, message })
  if ((arms === undefined) === (rows === undefined)) missing(['arms'], 'Give arms with their sums, or rows; not both.')
  arms?.forEach((own, i) => {
    if (kind === 'quantile') {
      if (own.quantile === undefined)
        missing(['arms', i, 'quantile'], 'Give the quantile’s value and variance, or rows.')
      return
    }
    if (own.sum === undefined && own.successes === undefined) missing(['arms', i, 'sum'], 'Give the sum of the metric.')
    if (kind !== 'proportion' && own.sumSquares === undefined)
      missing(['arms', i, 'sumSquares'], 'Give the sum of squares of the metric.')
  })
}

/** The sums of the arms, from what was given. */
export function armsOf({ arms, rows }: Comparison, kind: MetricKind): readonly ArmSums[] {
  if (arms === undefined) return sumRows(rows ?? [])
  return arms.map(({ successes, sum: total, sumSquares, ...own }): ArmSums => {
    const value = total ?? successes ?? 0
    return {
      ...own,
      pre: own.pre as PreSums | undefined,
      sum: value,
      sumSquares: sumSquares ?? (kind === 'proportion' ? value : 0),
    }
  })
}

/** What an analysis takes of the input. */
export function optionsOf(given: Comparison, kind: MetricKind): AnalysisOptions {
  const { control, level, scale, better, cuped, cupedGradient, power } = given
  return { kind, control, level, scale, better, cuped, cupedGradient, power }
}

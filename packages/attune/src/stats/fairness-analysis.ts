import {
  benefitOfDecision,
  calibrationByGroup,
  demographicParity,
  equalisedOdds,
  equalOpportunity,
  exposureOfLists,
  exposureParity,
  fairnessAlarms,
  fairThresholds,
  fourFifths,
  generalisedEntropy,
  outcomesOfRows,
  reweigh,
  selectionCounts,
  tenPoints,
  theilIndex,
} from '@attune/measure'
import { z } from 'zod'
import type { StatsAnalysis } from './stats-analysis.ts'

const group = z.string().min(1).max(256)
const count = z.number().min(0).max(1e15)
const options = { minimumSize: z.int().min(1).optional(), level: z.number().gt(0).lt(1).optional() }
const outcomes = z.strictObject({
  group,
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
})
const input = z.union([
  z.strictObject({ groups: z.array(outcomes).min(1).max(1000), ...options }),
  z.strictObject({
    rows: z
      .array(
        z.strictObject({
          group,
          predicted: z.boolean(),
          actual: z.boolean(),
          score: z.number().min(0).max(1).optional(),
          weight: z.number().min(0).optional(),
        }),
      )
      .min(1)
      .max(1_000_000),
    ...options,
    mitigate: z.enum(['demographic-parity', 'equal-opportunity', 'equalised-odds']).optional(),
  }),
  z.strictObject({
    lists: z.array(z.array(group).max(1000)).min(1).max(1_000_000),
    merits: z.array(z.strictObject({ group, merit: z.number().min(0), items: z.number().min(0) })).max(10_000),
    ...options,
  }),
  z.strictObject({
    benefits: z.array(z.number().min(0)).min(1).max(1_000_000),
    groups: z.array(group).optional(),
    alpha: z.number().optional(),
  }),
])
type Rows = Extract<z.output<typeof input>, { readonly rows: unknown }>

/** Whether groups are treated alike. */
export const fairnessAnalysis: StatsAnalysis = {
  name: 'fairness',
  summary: {
    en: 'Parity between groups of decisions, of exposure, or inequality of benefits, with intervals, alarms and what restores it.',
    'zh-CN': '决策分组之间的均等、曝光均等或收益不平等，含区间、告警与修正办法。',
  },
  input,
  example: {
    groups: [
      { group: 'a', truePositives: 40, falsePositives: 20, falseNegatives: 10, trueNegatives: 30 },
      { group: 'b', truePositives: 20, falsePositives: 10, falseNegatives: 20, trueNegatives: 50 },
    ],
  },
  run(given) {
    const ask = input.parse(given)
    if ('lists' in ask) {
      const { lists, merits, ...rest } = ask
      return exposureParity(exposureOfLists(lists), merits, defined(rest))
    }
    if ('benefits' in ask) {
      const { benefits, groups, alpha } = ask
      return {
        generalisedEntropy: generalisedEntropy(benefits, defined({ groups, alpha })),
        theil: theilIndex(benefits, groups),
        warnings: [],
      }
    }
    const set = defined({ minimumSize: ask.minimumSize, level: ask.level })
    if ('groups' in ask) return parities(ask.groups, set)
    return { ...parities(outcomesOfRows(ask.rows.map(defined)), set), ...ofRows(ask, set) }
  },
}

type Outcomes = ReturnType<typeof outcomesOfRows>

function parities(groups: Outcomes, set: object) {
  const parity = demographicParity(selectionCounts(groups), set)
  const opportunity = equalOpportunity(groups, set)
  const odds = equalisedOdds(groups, set)
  const named = [
    ['demographic-parity', parity],
    ['equal-opportunity', opportunity],
    ['equalised-odds', odds],
  ] as const
  return {
    demographicParity: parity,
    equalOpportunity: opportunity,
    equalisedOdds: odds,
    alarms: fairnessAlarms(
      named.flatMap(([measure, { ratio, difference }]) => [
        { measure, kind: 'ratio' as const, value: ratio, limit: fourFifths },
        { measure, kind: 'difference' as const, value: difference, limit: tenPoints },
      ]),
    ),
    warnings: parity.warnings,
  }
}

/** What only single rows tell. */
function ofRows({ rows, mitigate }: Rows, set: object) {
  const benefits = rows.map(({ predicted, actual }) => benefitOfDecision(predicted, actual))
  const groups = rows.map((row) => row.group)
  const scored = rows.flatMap(({ group: of, score, actual }) =>
    score === undefined ? [] : [{ group: of, score, actual }],
  )
  const isScored = scored.length === rows.length
  const pairs = [...new Set(groups)].sort().flatMap((of) => [true, false].map((actual) => ({ group: of, actual })))
  const counts = pairs.map((pair) => ({
    ...pair,
    count: rows.filter((row) => row.group === pair.group && row.actual === pair.actual).length,
  }))
  return {
    calibration: isScored ? calibrationByGroup(scored, set) : null,
    // Nobody has a benefit where everybody was denied what they deserved.
    generalisedEntropy: benefits.some((one) => one > 0) ? generalisedEntropy(benefits, { groups }) : null,
    reweighing: reweigh(counts),
    thresholds: mitigate && isScored ? fairThresholds(scored, mitigate) : null,
  }
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

import {
  type MetricAnalysis,
  type Rng,
  type SwitchbackBlock,
  switchbackEffect,
  type TreatmentResult,
} from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { controlOf, type Experiment } from './experiment.ts'
import { switchbackPlace } from './experiment-rule.ts'

/** Sums of one part of a block, as `switchbackSql` gives them. */
export type StepRow = Readonly<Record<string, number>>

/** Blocks that are over, each with the place of the variation that it had, its burn-in and what comes after. */
export function blocksOf(
  experiment: Experiment,
  rows: readonly StepRow[],
  to: number,
): readonly { readonly place: number; readonly parts: readonly [StepRow | undefined, StepRow | undefined] }[] {
  const { switchback, startedAt } = experiment
  if (switchback === null || startedAt === null) return []
  const blockMs = switchback.blockMinutes * 60_000
  // A block that still goes on is not whole.
  const blocks = Math.floor((to - startedAt) / blockMs)
  const byStep = new Map(rows.map((row) => [row.step, row]))
  return Array.from({ length: blocks }, (_, block) => ({
    place: switchbackPlace(experiment, startedAt + block * blockMs),
    // A part in which nobody did anything has no row, and must not move the other into its place.
    parts: [byStep.get(2 * block), byStep.get(2 * block + 1)],
  }))
}

/**
 * A metric of a switchback: blocks of time are what was randomised, so they are what counts. A number per person is a number
 * per person who did something in the block.
 *
 * @param at place of the metric in the rows
 */
export function analyseSwitchback(
  experiment: Experiment,
  metric: Metric,
  at: number,
  blocks: ReturnType<typeof blocksOf>,
  rng: Rng,
): MetricAnalysis {
  const { variations, level, switchback } = experiment
  const kind = metric.kind === 'proportion' || metric.kind === 'ratio' ? metric.kind : 'mean'
  const stepOf = (row: StepRow | undefined) => ({
    sum: row?.[`s${at}_y`] ?? 0,
    denominator: (kind === 'ratio' ? row?.[`s${at}_d`] : row?.n) ?? 0,
  })
  const measured = blocks.map(({ place, parts }, block) => ({
    place,
    // Whatever variation came before, also one that is not compared here.
    afterChange: block > 0 && blocks[block - 1]?.place !== place,
    steps: parts.map(stepOf),
  }))
  const meanOf = (place: number): { units: number; value: number | null } => {
    const steps = measured.filter((block) => block.place === place).flatMap((block) => block.steps)
    const [sum, denominator] = steps.reduce(([a, b], step) => [a + step.sum, b + step.denominator], [0, 0])
    const units = measured.filter((block) => block.place === place).length
    return { units, value: denominator > 0 ? sum / denominator : null }
  }
  const treatments = variations.slice(1).map(({ id }, index): TreatmentResult => {
    const own = measured
      .filter(({ place }) => place === 0 || place === index + 1)
      .map(({ place, ...block }): SwitchbackBlock => ({ treated: place === index + 1, ...block }))
    const found = effectOf(own, { rng, level, burnIn: (switchback?.burnInMinutes ?? 0) > 0 ? 1 : 0 })
    const sign = metric.better === 'up' ? 1 : -1
    const clear = found && (found.effect.low > 0 || found.effect.high < 0)
    return {
      variation: id,
      ...meanOf(index + 1),
      standardError: null,
      absolute: found ? { ...found.effect, standardError: found.standardError, p: found.p } : null,
      relative: null,
      scale: 'absolute',
      chanceToWin: null,
      expectedLoss: null,
      minimumDetectableEffect: null,
      usedCuped: false,
      varianceReduction: null,
      verdict: !found ? 'unknown' : !clear ? 'undecided' : sign * found.effect.value > 0 ? 'better' : 'worse',
    }
  })
  return {
    kind,
    method: 'frequentist',
    level,
    better: metric.better,
    control: { variation: controlOf(experiment), ...meanOf(0), standardError: null },
    treatments,
    warnings: treatments.flatMap(({ variation, verdict }) =>
      verdict === 'unknown' ? [{ code: 'too-few-units', variation } as const] : [],
    ),
  }
}

/** Undefined where there are not three blocks of each arm yet. */
function effectOf(
  blocks: readonly SwitchbackBlock[],
  options: Parameters<typeof switchbackEffect>[1],
): ReturnType<typeof switchbackEffect> | undefined {
  const whole = (block: SwitchbackBlock): boolean => block.steps.some(({ denominator }) => denominator > 0)
  const counted = blocks.filter(whole)
  const treated = counted.filter((block) => block.treated).length
  if (treated < 3 || counted.length - treated < 3) return undefined
  try {
    return switchbackEffect(counted, options)
  } catch {
    // Left without its burn-in a block may have nothing in it, so that there are fewer than three again.
    return undefined
  }
}

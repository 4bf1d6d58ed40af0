import { adaptiveEffectsOfBatches, type BanditBatch, MeasureError, type MetricAnalysis } from '@attune/measure'
import type { Experiment } from './experiment.ts'
import type { ArmCell } from './read-sums.ts'

/**
 * The effects of a bandit, whose chances moved with what it saw: adaptively weighted, phase by phase, in place of plain
 * differences, whose intervals would miss. Ratios and quantiles stay as they are.
 *
 * @param cells totals of phases
 * @param at place of the metric in the sums
 */
export function analyseBandit(
  experiment: Experiment,
  analysis: MetricAnalysis,
  cells: readonly ArmCell[],
  at: number,
): MetricAnalysis {
  if (analysis.kind === 'ratio' || analysis.kind === 'quantile') return analysis
  const batches = experiment.phases.flatMap(({ weights }, phase): BanditBatch[] => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const own = cells.filter((cell) => cell.phase === phase)
    const arms = weights.map((_, arm) => {
      const mine = own.filter((cell) => cell.arm === arm)
      const sumOf = (name: string): number => mine.reduce((sum, { sums }) => sum + (sums[at]?.of[name] ?? 0), 0)
      return { units: mine.reduce((sum, { units }) => sum + units, 0), sum: sumOf('y'), sumSquares: sumOf('yy') }
    })
    return own.length === 0 ? [] : [{ propensities: weights.map((weight) => weight / total), arms }]
  })
  if (batches.length === 0 || analysis.treatments.some(({ units }) => units === 0) || analysis.control.units === 0)
    return analysis
  const effects = effectsOf(batches, experiment.level)
  if (effects === undefined) return unknownEffects(analysis)
  const treatments = analysis.treatments.map((treatment, index): MetricAnalysis['treatments'][number] => {
    const found = effects.find(({ arm }) => arm === index + 1)
    if (found === undefined) return treatment
    const { low, high } = found.effect
    const better = analysis.better === 'up' ? low > 0 : high < 0
    const worse = analysis.better === 'up' ? high < 0 : low > 0
    return {
      ...treatment,
      absolute: { ...found.effect, standardError: found.standardError, p: found.p },
      relative: null,
      scale: 'absolute',
      chanceToWin: null,
      expectedLoss: null,
      minimumDetectableEffect: null,
      usedCuped: false,
      varianceReduction: null,
      verdict: better ? 'better' : worse ? 'worse' : 'undecided',
    }
  })
  return { ...analysis, method: 'frequentist', treatments }
}

/** Undefined where sums are infinite, or so large that their squares are. */
function effectsOf(
  batches: readonly BanditBatch[],
  level: number,
): ReturnType<typeof adaptiveEffectsOfBatches>['effects'] | undefined {
  try {
    return adaptiveEffectsOfBatches(batches, level).effects
  } catch (error) {
    if (error instanceof MeasureError) return undefined
    throw error
  }
}

function unknownEffects(analysis: MetricAnalysis): MetricAnalysis {
  const unknown = { absolute: null, relative: null, chanceToWin: null, expectedLoss: null, verdict: 'unknown' } as const
  return {
    ...analysis,
    treatments: analysis.treatments.map((treatment) => ({ ...treatment, ...unknown })),
    warnings: [
      ...analysis.warnings,
      ...analysis.treatments.map(({ variation }) => ({ code: 'not-finite' as const, variation })),
    ],
  }
}

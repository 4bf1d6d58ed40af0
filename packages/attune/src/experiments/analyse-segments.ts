import { analyseMetric, type SegmentEffect, type SegmentEffects, segmentEffects } from '@attune/measure'
import type { Metric } from '../api/schemas/metrics.ts'
import { analysisOptions, armsOf } from './analysis-inputs.ts'
import type { Experiment } from './experiment.ts'
import type { ArmCell } from './read-sums.ts'

/** The effects of one metric and variation by segment. */
export interface EffectsBySegment {
  readonly metric: string
  readonly variation: string
  readonly scale: 'absolute' | 'relative'
  /** Null where no segment has an effect with an error. */
  readonly effects: SegmentEffects | null
}

/**
 * The effect in each segment, drawn towards the common one by how unsure it is: the largest of many is large mostly by
 * chance. People in none of the segments are the segment `''`.
 *
 * @param cells totals of the phases that count, by stratum
 */
export function analyseSegments(
  experiment: Experiment,
  metrics: readonly Metric[],
  cells: readonly ArmCell[],
): readonly EffectsBySegment[] {
  const strata = [...new Set(cells.map(({ stratum }) => stratum))].sort()
  return metrics.flatMap((metric, at) => {
    // One planned look at each segment, whatever the method of the whole is: shrinking takes normal errors.
    const options = { ...analysisOptions(experiment, metric), method: 'frequentist' as const }
    const analyses = strata.map((stratum) => ({
      stratum,
      analysis: analyseMetric(
        armsOf(
          experiment,
          cells.filter((cell) => cell.stratum === stratum),
          metric,
          at,
        ),
        options,
      ),
    }))
    return experiment.variations.slice(1).map(({ id: variation }, index): EffectsBySegment => {
      const all = analyses.map(({ analysis }) => analysis.treatments[index])
      const scale = all.every((treatment) => treatment?.relative) ? 'relative' : 'absolute'
      const effects = analyses.flatMap(({ stratum, analysis }): SegmentEffect[] => {
        const effect = analysis.treatments[index]?.[scale]
        const [value, standardError] = [effect?.value, effect?.standardError]
        return value !== undefined && typeof standardError === 'number' && standardError > 0
          ? [{ segment: stratum, value, standardError }]
          : []
      })
      return {
        metric: metric.id,
        variation,
        scale,
        effects: effects.length === 0 ? null : segmentEffects(effects, experiment.level),
      }
    })
  })
}

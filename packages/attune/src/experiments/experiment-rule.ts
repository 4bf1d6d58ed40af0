import { bucketOf, bucketRanges, variationIn } from '../flags/bucket-of.ts'
import type { Json, JsonObject } from '../flags/condition.ts'
import type { Feature, FeatureRule } from '../flags/feature-definition.ts'
import { type Experiment, hashAttributeOf, sharesOf, trafficOf } from './experiment.ts'

/** The name of the flag that keeps people of a holdout out of experiments. */
export const holdoutFlag = (holdout: string): string => `holdout:${holdout}`

/** People of one of the segments who satisfy the condition; undefined: everybody. Segments are the attribute `segments`. */
export function targeting({
  segments,
  condition,
}: {
  readonly segments: readonly string[]
  readonly condition: JsonObject
}): JsonObject | undefined {
  const parts: JsonObject[] = []
  if (segments.length > 0) parts.push({ segments: { $in: [...segments] } })
  if (Object.keys(condition).length > 0) parts.push(condition)
  return parts.length > 1 ? { $and: parts } : parts[0]
}

/** The place of the variation that a block of time has; the same for everybody. */
export function switchbackPlace(experiment: Experiment, now: number): number {
  const { startedAt, switchback, salt, variations } = experiment
  if (switchback === null || startedAt === null) return -1
  const block = Math.floor((now - startedAt) / (switchback.blockMinutes * 60_000))
  return variationIn(bucketOf(salt, String(block), 2), bucketRanges(variations.length, 1, sharesOf(experiment)))
}

/**
 * An experiment as a rule of a flag, in the form that GrowthBook's SDKs read: it runs, everybody gets what won, or there is
 * none.
 *
 * @param valueFor the flag's value for a variation
 * @param now for switchbacks, whose rule is that of the present block
 */
export function experimentRule(
  experiment: Experiment,
  valueFor: (variation: string) => Json,
  now: number,
): FeatureRule | undefined {
  const { id, salt, status, variations, layer, winner, holdout, title } = experiment
  if (status === 'draft') return undefined
  if (status !== 'running') return winner === null ? undefined : { id, force: valueFor(winner) as FeatureRule['force'] }
  const condition = targeting(experiment)
  const parts: FeatureRule = {
    id,
    ...(condition ? { condition: condition as FeatureRule['condition'] } : {}),
    ...(holdout === null
      ? {}
      : { parentConditions: [{ id: holdoutFlag(holdout), condition: { value: { $ne: 'held' } } }] }),
  }
  if (experiment.switchback) {
    const variation = variations[switchbackPlace(experiment, now)]
    return variation && { ...parts, force: valueFor(variation.id) as FeatureRule['force'] }
  }
  return {
    ...parts,
    key: id,
    seed: salt,
    hashVersion: 2,
    hashAttribute: hashAttributeOf(experiment),
    // Visitors are people too.
    ...(experiment.unit === 'person' ? { fallbackAttribute: hashAttributeOf({ unit: 'anonymous' }) } : {}),
    variations: variations.map((variation) => valueFor(variation.id)) as NonNullable<FeatureRule['variations']>,
    weights: [...sharesOf(experiment)],
    coverage: trafficOf(experiment),
    meta: variations.map((variation) => ({ key: variation.id, ...(variation.title ? { name: variation.title } : {}) })),
    phase: String(Math.max(0, experiment.phases.length - 1)),
    ...(title === '' ? {} : { name: title }),
    ...(layer === null ? {} : { namespace: [layer.id, layer.from, layer.to] }),
  }
}

/** The flag of a holdout: `held` for who is kept out, `open` for the others who take part, null for all else. */
export function holdoutFeature(holdout: Experiment, now: number): Feature {
  const control = holdout.variations[0]?.id
  const rule = experimentRule(holdout, (variation) => (variation === control ? 'held' : 'open'), now)
  return { defaultValue: null, ...(rule === undefined ? {} : { rules: [rule] }) }
}

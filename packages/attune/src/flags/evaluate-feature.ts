import { type BucketRange, bucketOf, bucketRanges, inNamespace, inRange, variationIn } from './bucket-of.ts'
import { conditionHolds, type Json, type JsonObject, type SavedGroups, valueAt } from './condition.ts'
import type { FeatureRule, Features } from './feature-definition.ts'

/** Why a flag has its value. */
export type FeatureSource =
  | 'defaultValue'
  | 'force'
  | 'experiment'
  | 'unknownFeature'
  | 'prerequisite'
  | 'cyclicPrerequisite'

/** Somebody in an experiment: computed, not yet an exposure. */
export interface Assignment {
  readonly experiment: string
  /** The key of the variation; its place where it has none. */
  readonly variation: string
  readonly variationIndex: number
  readonly hashAttribute: string
  /** In [0, 1). */
  readonly bucket: number
}

export interface FeatureResult {
  readonly value: Json
  readonly source: FeatureSource
  readonly ruleId: string | null
  /** Of every experiment that was passed on the way, those of prerequisites and holdouts too. */
  readonly assignments: readonly Assignment[]
}

interface Asking {
  readonly features: Features
  readonly attributes: JsonObject
  readonly groups: SavedGroups
  readonly assignments: Assignment[]
}

/**
 * The value of a flag for somebody, by the rules of GrowthBook's SDKs (without sticky buckets, forced variations and
 * addresses): the first rule that holds decides. An experiment's `fallbackAttribute` counts always, not with sticky buckets only.
 *
 * @example evaluateFeature({ dark: { defaultValue: false, rules: [{ force: true, coverage: 0.1 }] } }, 'dark', { id: 'ann' })
 */
export function evaluateFeature(
  features: Features,
  id: string,
  attributes: JsonObject,
  groups: SavedGroups = {},
): FeatureResult {
  const asking: Asking = { features, attributes, groups, assignments: [] }
  const { value, source, ruleId } = evaluate(asking, id, [])
  return { value, source, ruleId, assignments: asking.assignments }
}

type Outcome = Omit<FeatureResult, 'assignments'>
const outcome = (value: Json, source: FeatureSource, ruleId: string | null = null): Outcome => ({
  value,
  source,
  ruleId,
})

function evaluate(asking: Asking, id: string, above: readonly string[]): Outcome {
  if (above.includes(id)) return outcome(null, 'cyclicPrerequisite')
  const feature = Object.hasOwn(asking.features, id) ? asking.features[id] : undefined
  if (feature === undefined) return outcome(null, 'unknownFeature')
  for (const rule of feature.rules ?? []) {
    const parents = parentsOf(asking, rule, [...above, id])
    if (parents === 'skip') continue
    if (parents !== 'hold') return outcome(null, parents)
    if (rule.filters?.some((filter) => !passes(asking, filter))) continue
    if (rule.force !== undefined) {
      if (forces(asking, rule, id)) return outcome(rule.force, 'force', rule.id ?? null)
      continue
    }
    const place = runRule(asking, rule, id)
    if (place !== undefined) return outcome(rule.variations?.[place] ?? null, 'experiment', rule.id ?? null)
  }
  return outcome(feature.defaultValue, 'defaultValue')
}

/** What the flags that a rule depends on say: it holds, it is skipped, or the whole flag is blocked. */
function parentsOf(
  asking: Asking,
  { parentConditions = [] }: FeatureRule,
  above: readonly string[],
): 'hold' | 'skip' | 'prerequisite' | 'cyclicPrerequisite' {
  for (const { id, condition, gate } of parentConditions) {
    const parent = evaluate(asking, id, above)
    if (parent.source === 'cyclicPrerequisite') return 'cyclicPrerequisite'
    if (!conditionHolds({ value: parent.value }, condition)) return gate === true ? 'prerequisite' : 'skip'
  }
  return 'hold'
}

/** The attribute that somebody is put into a bucket by, as text; undefined for who has none. */
function hashValueOf({ attributes }: Asking, attribute = 'id'): string | undefined {
  const value = Object.hasOwn(attributes, attribute) ? (attributes[attribute] ?? null) : valueAt(attributes, attribute)
  return value === null || value === '' || value === 0 || value === false || typeof value === 'object'
    ? undefined
    : String(value)
}

function passes(asking: Asking, filter: NonNullable<FeatureRule['filters']>[number]): boolean {
  const value = hashValueOf(asking, filter.attribute)
  if (value === undefined) return false
  const bucket = bucketOf(filter.seed, value, filter.hashVersion ?? 2)
  return filter.ranges.some((range) => inRange(bucket, range))
}

function forces(asking: Asking, rule: FeatureRule, id: string): boolean {
  const { condition, range, coverage, seed = id, hashAttribute, hashVersion = 1 } = rule
  if (condition && !conditionHolds(asking.attributes, condition, asking.groups)) return false
  if (range === undefined && coverage === undefined) return true
  if (range === undefined && coverage === 0) return false
  const value = hashValueOf(asking, hashAttribute)
  if (value === undefined) return false
  const bucket = bucketOf(seed, value, hashVersion)
  return range === undefined ? bucket <= (coverage ?? 1) : inRange(bucket, range)
}

/** The place of the variation that somebody gets by a rule's experiment; undefined where the next rule decides. */
function runRule(asking: Asking, rule: FeatureRule, id: string): number | undefined {
  const { variations = [], key = id, hashVersion = 1, namespace, filters, fallbackAttribute } = rule
  const own = hashValueOf(asking, rule.hashAttribute)
  const falls = own === undefined && fallbackAttribute !== undefined
  const value = falls ? hashValueOf(asking, fallbackAttribute) : own
  if (variations.length < 2 || value === undefined) return undefined
  if (filters === undefined && namespace && !inNamespace(value, namespace)) return undefined
  if (rule.condition && !conditionHolds(asking.attributes, rule.condition, asking.groups)) return undefined
  const bucket = bucketOf(rule.seed ?? key, value, hashVersion)
  const ranges: readonly BucketRange[] = rule.ranges ?? bucketRanges(variations.length, rule.coverage, rule.weights)
  const place = variationIn(bucket, ranges)
  if (place < 0 || place >= variations.length) return undefined
  const meta = rule.meta?.[place]
  asking.assignments.push({
    experiment: key,
    variation: meta?.key ?? String(place),
    variationIndex: place,
    hashAttribute: falls ? fallbackAttribute : (rule.hashAttribute ?? 'id'),
    bucket,
  })
  return meta?.passthrough === true ? undefined : place
}

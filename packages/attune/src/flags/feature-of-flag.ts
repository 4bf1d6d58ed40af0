import type { FlagInput } from '../api/schemas/flags.ts'
import { type Experiment, hashAttributeOf } from '../experiments/experiment.ts'
import { experimentRule, targeting } from '../experiments/experiment-rule.ts'
import type { Feature, FeatureRule } from './feature-definition.ts'

/**
 * A flag in the form that GrowthBook's SDKs read.
 *
 * @param experimentOf an experiment by its id
 */
export function featureOfFlag(
  { on, defaultValue, rules, id: seed }: FlagInput & { readonly id: string },
  experimentOf: (id: string) => Experiment | undefined,
  now: number,
): Feature {
  if (!on) return { defaultValue }
  return { defaultValue, rules: rules.flatMap((rule): FeatureRule[] => ruleOf(rule, seed, experimentOf, now)) }
}

function ruleOf(
  rule: FlagInput['rules'][number],
  seed: string,
  experimentOf: (id: string) => Experiment | undefined,
  now: number,
): FeatureRule[] {
  if ('experiment' in rule) {
    const experiment = experimentOf(rule.experiment)
    const made = experiment && experimentRule(experiment, (variation) => rule.values[variation] ?? null, now)
    return made === undefined ? [] : [made]
  }
  const condition = targeting(rule as Parameters<typeof targeting>[0])
  return [
    {
      ...(rule.id === undefined ? {} : { id: rule.id }),
      ...(condition ? { condition: condition as FeatureRule['condition'] } : {}),
      force: rule.value,
      // Everybody needs no bucket, so also who has no id.
      ...(rule.share >= 1
        ? {}
        : { coverage: rule.share, seed, hashVersion: 2, hashAttribute: hashAttributeOf({ unit: rule.unit }) }),
    },
  ]
}

import { RecommendError } from '../errors.ts'
import { type BootstrapOptions, bootstrapMeans, type MeanInterval } from './bootstrap.ts'

/**
 * Mean differences of two models on the same persons, by measure, with percentile bootstrap intervals: persons are drawn
 * with what both did for them, so that what makes a person easy or hard cancels out. Measures that only one has are left
 * out, and of a measure the persons for whom either value is NaN.
 *
 * @param values by measure one a person, as `evaluate` hands them out (`keepValues`)
 * @param reference of the other model, the same persons in the same order
 * @throws RecommendError `columns-differ` when the numbers of persons differ
 * @example
 * const options = { split, keepValues: ['ndcg@10'], now }
 * const [a, b] = [await evaluate({ ...options, model: 'ease' }), await evaluate({ ...options, model: 'popularity' })]
 * pairedDifferences(a.values, b.values, { random: randomOf(1) }) // → { 'ndcg@10': { value: .02, low: .01, high: .03 } }
 */
export function pairedDifferences(
  values: Readonly<Record<string, Float64Array>>,
  reference: Readonly<Record<string, Float64Array>>,
  options: BootstrapOptions,
): Readonly<Record<string, MeanInterval>> {
  const keys = Object.keys(values).filter((key) => Object.hasOwn(reference, key))
  const persons = values[keys[0] ?? '']?.length ?? 0
  const table = new Float64Array(persons * keys.length)
  for (const [column, key] of keys.entries()) {
    const [own, other] = [values[key] as Float64Array, reference[key] as Float64Array]
    if (own.length !== persons || other.length !== persons) {
      const message = `${own.length} and ${other.length} persons: both models must have been asked about the same.`
      throw new RecommendError('columns-differ', message)
    }
    for (let person = 0; person < persons; person++) {
      table[person * keys.length + column] = (own[person] as number) - (other[person] as number)
    }
  }
  const means = bootstrapMeans(table, keys.length, options)
  return Object.fromEntries(keys.map((key, column) => [key, means[column] as MeanInterval]))
}

import type { Interactions, ItemText } from '@attune/recommend'
import type { ModelVersion } from '../api/schemas/models.ts'
import { hashTrainingData } from './hash-training-data.ts'

/**
 * What is written down about the data of a version.
 *
 * @param itemText by dense id, for models that read texts
 */
export function describeData(
  interactions: Interactions,
  itemText: ((item: number) => ItemText | undefined) | undefined,
): {
  readonly data: NonNullable<ModelVersion['data']>
  /** Newest interaction; milliseconds since the epoch. */
  readonly trainedTo: number
} {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const time of interactions.times) {
    from = Math.min(from, time)
    to = Math.max(to, time)
  }
  return {
    trainedTo: to,
    data: {
      hash: hashTrainingData(interactions, itemText),
      persons: interactions.persons.ids.length,
      items: interactions.items.ids.length,
      interactions: interactions.indices.length,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    },
  }
}

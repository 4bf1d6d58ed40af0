import { type Placement, placementSchema } from '../api/schemas/decide.ts'
import { attuneError } from '../errors.ts'
import type { Experiment } from '../experiments/experiment.ts'
import { outsideVariation } from './audience.ts'
import { planRerank } from './rerank/plan-rerank.ts'

/**
 * A placement that can be shown: what its parts say of each other makes sense and every rule is one.
 *
 * @throws AttuneError `invalid-placement` or `invalid-rule`, naming the field
 */
export function checkPlacement(placement: Placement): Placement {
  const refuse = (field: string, message: string): never => {
    throw attuneError('invalid-placement', message, { details: { field } })
  }
  const parsed = placementSchema.safeParse(placement)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse(issue?.path.join('.') ?? 'placement', issue?.message ?? 'is not valid')
  }
  const { split, control, filter } = parsed.data
  const variations = split.map(({ variation }) => variation)
  if (new Set(variations).size < variations.length)
    refuse('split', 'Every variation of the split needs a name of its own.')
  if (variations.includes(outsideVariation))
    refuse(
      'split',
      `${outsideVariation} stands for people whom a placement is not aimed at: name the variation otherwise.`,
    )
  if (control !== null && !variations.includes(control))
    refuse('control', `The control must be one of the variations: ${variations.join(', ')}.`)
  if (filter.minPrice !== undefined && filter.maxPrice !== undefined && filter.minPrice > filter.maxPrice)
    refuse('filter.minPrice', 'minPrice must not be above maxPrice.')
  const { rerank } = parsed.data
  if (rerank) planRerank(rerank, 'rerank')
  for (const [at, arm] of split.entries()) if (arm.rerank) planRerank(arm.rerank, `split.${at}.rerank`)
  return parsed.data
}

/**
 * A placement and the experiment that it names have the same variations, and people are the unit.
 *
 * @throws AttuneError `invalid-placement`
 */
export function checkExperimentOf(
  { experiment: id, split }: Placement,
  experimentOf: (id: string) => Experiment | undefined,
): void {
  if (id === undefined) return
  const refused = (message: string) => attuneError('invalid-placement', message, { details: { field: 'experiment' } })
  const experiment = experimentOf(id)
  if (experiment === undefined || experiment.kind === 'holdout')
    throw refused('experiment must name an experiment that exists and is no holdout.')
  if (experiment.unit !== 'person') throw refused('The unit of an experiment in a placement is the person.')
  const named = (ids: readonly string[]): string => [...ids].sort().join('\n')
  if (named(experiment.variations.map((variation) => variation.id)) !== named(split.map(({ variation }) => variation)))
    throw refused('The variations of the experiment and of the split must be the same.')
}

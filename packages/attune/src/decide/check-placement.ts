import { type Placement, placementSchema } from '../api/schemas/decide.ts'
import { attuneError } from '../errors.ts'
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

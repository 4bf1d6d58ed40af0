import { checkParameters, RecommendError, recommenderKinds } from '@attune/recommend'
import { builtInPolicies } from '../decide/built-in-policies.ts'
import { attuneError } from '../errors.ts'
import type { TrainOptions } from './model-registry.ts'

/**
 * The kind of recommender that a training makes, once its name, kind and parameters are known to be right: nothing is
 * begun that cannot be done.
 *
 * @param lastKind of the name's last version, where there is one
 * @throws AttuneError `invalid-model-name`, `unknown-model-kind`, or `bad-parameter` naming `parameters.<name>`
 */
export function checkTrainRequest(
  { name, kind, parameters = {} }: Pick<TrainOptions, 'name' | 'kind' | 'parameters'>,
  lastKind: string | undefined,
): string {
  if (builtInPolicies.includes(name) || !/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/.test(name))
    throw attuneError(
      'invalid-model-name',
      `A model is named by letters, digits, - and _, and not ${builtInPolicies.join(' or ')}.`,
      { details: { field: 'name' } },
    )
  const chosen = kind ?? lastKind ?? name
  if (!Object.hasOwn(recommenderKinds, chosen)) {
    const kinds = Object.keys(recommenderKinds)
    throw attuneError('unknown-model-kind', `Say which kind of model it is: ${kinds.join(', ')}.`, {
      details: { field: 'kind', kinds },
    })
  }
  try {
    checkParameters(chosen, parameters)
  } catch (cause) {
    if (!(cause instanceof RecommendError) || cause.code !== 'bad-parameter') throw cause
    throw attuneError('bad-parameter', cause.message, {
      details: { field: `parameters.${String(cause.details.parameter)}` },
      cause,
    })
  }
  return chosen
}

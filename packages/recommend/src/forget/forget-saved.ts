import { RecommendError } from '../errors.ts'
import type { Recommender } from '../recommender.ts'
import { type FitContext, kindOf } from '../recommender-registry.ts'
import type { ForgetTask } from './forgetting.ts'

/**
 * One model, or one member of a hybrid, on data from which people are gone already.
 *
 * @param context `itemText` by the items that remain
 */
export async function forgetSaved(
  task: ForgetTask,
  context: FitContext,
): Promise<{ readonly recommender: Recommender; readonly by: 'update' | 'refit' }> {
  const { interactions } = task.remaining
  if (interactions.indices.length === 0) throw new RecommendError('no-interactions', 'Nobody is left to learn from.')
  const { forgetting, fit } = kindOf(task.saved.kind)
  const updated = await forgetting.forget?.(task, context)
  if (updated) return { recommender: updated, by: 'update' }
  return { recommender: await fit(interactions, task.saved.parameters, context), by: 'refit' }
}

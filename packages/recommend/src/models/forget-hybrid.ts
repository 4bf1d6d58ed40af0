import type { forgetSaved } from '../forget/forget-saved.ts'
import type { Exactness, ForgetTask } from '../forget/forgetting.ts'
import type { Recommender } from '../recommender.ts'
import type { FitContext } from '../recommender-registry.ts'
import { type HybridMember, hybridOf, hybridOptions, membersOf } from './hybrid-of.ts'

const worstFirst: readonly Exactness[] = ['retrain', 'approximate', 'exact']

/** What holds for several models together: a hybrid is as exact as the least exact of its members. */
export function leastExact(members: readonly Exactness[]): Exactness {
  return worstFirst.find((exactness) => members.includes(exactness)) ?? 'exact'
}

/** Every member forgets in its own way. */
export async function forgetHybrid(
  { saved, before, remaining }: ForgetTask,
  context: FitContext,
  forget: typeof forgetSaved,
): Promise<Recommender> {
  const members: HybridMember[] = []
  for (const { member, weight } of membersOf(saved)) {
    const { recommender } = await forget({ saved: member, before, remaining }, context)
    members.push({ recommender, weight })
  }
  return hybridOf(members, hybridOptions(saved.parameters))
}

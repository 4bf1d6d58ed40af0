import type { WorkspaceActivity } from '../activity/activity-index.ts'
import type { Step } from '../api/schemas/behaviour.ts'
import type { DoingContext } from '../segments/evaluate/doing-matcher.ts'
import { createItemFacts } from '../segments/evaluate/item-facts.ts'
import type { BehaviourAsk } from './behaviour.ts'
import { propertyTimes } from './property-times.ts'
import { type ReadStep, readStep } from './read-step.ts'
import { type StepMatcher, stepMatcher } from './step-matcher.ts'

export interface OpenSteps {
  readonly steps: readonly ReadStep[]
  readonly matcher: StepMatcher
  readonly activity: WorkspaceActivity
}

/**
 * Reads steps and makes ready what tells which entry is which of them.
 *
 * @throws AttuneError `invalid-step`, `rule-syntax`, `too-many-events`
 */
export async function openSteps(
  { attune, workspace }: Pick<BehaviourAsk, 'attune' | 'workspace'>,
  given: readonly Step[],
  range: { readonly from: number; readonly to: number },
): Promise<OpenSteps> {
  const steps = given.map((step, at) => readStep(step, `steps.${at}`))
  const times = []
  for (const step of steps) times.push(await propertyTimes(attune, workspace, step, range))
  const activity = attune.activity.of(workspace)
  const facts = createItemFacts({
    items: activity.items,
    get: (id) => attune.items.get(workspace, id),
    revision: () => attune.items.revision(workspace),
  })
  const context: DoingContext = {
    activity,
    facts,
    refreshers: [],
    readsItems: false,
    outdated: false,
  }
  const matcher = stepMatcher(steps, context, times)
  return {
    steps,
    activity,
    matcher: {
      ...matcher,
      refresh() {
        // The catalogue is large: it is looked at only for steps that ask about items.
        if (context.readsItems) facts.refresh()
        matcher.refresh()
      },
    },
  }
}

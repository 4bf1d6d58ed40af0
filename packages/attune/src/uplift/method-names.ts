import { upliftMethods } from '@attune/measure'

/** The forest is a method of its own: it has no base learner. */
export const upliftMethodNames: readonly string[] = [...upliftMethods.map(({ name }) => name), 'forest']

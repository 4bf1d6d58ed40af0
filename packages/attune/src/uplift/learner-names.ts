/** What uplift methods are built on. */
export const baseLearnerNames = ['linear', 'trees', 'network'] as const
export type BaseLearnerName = (typeof baseLearnerNames)[number]

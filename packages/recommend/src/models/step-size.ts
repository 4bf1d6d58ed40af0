/** Steps an epoch should have, so that little data is learnt from too. */
const leastSteps = 20
/** Smaller steps are nothing but noise. */
const smallest = 32

/** How much of `total` one step takes: what was asked for, or less where an epoch would have few steps. */
export const stepSize = (asked: number, total: number): number =>
  Math.min(asked, Math.max(smallest, Math.ceil(total / leastSteps)))

/** How far one person got: the deepest step, and when the first chain that got to each step had begun and made the step before. */
export interface FunnelChains {
  /** Forgets the person before. */
  reset(): void
  /**
   * One event, in order of time.
   *
   * @param mask bit i: it is step i
   * @param begins whether it may be a first step: it lies in the range that is asked about
   */
  event(time: number, mask: number, begins: boolean): void
  /** Steps reached, 0 to as many as there are. */
  readonly depth: number
  /** By step: when it was first reached, when its chain had begun, when that made the step before. */
  readonly reachedAt: Float64Array
  readonly begunAt: Float64Array
  readonly beforeAt: Float64Array
}

/**
 * Chains of steps in order, the last at most `windowMs` after the first, for one person at a time.
 *
 * Of all chains that got to a step only the one that began last matters: it has the most time left. So one number a step is
 * enough, whatever the number of events. `strict`: what is done between two steps ends the chain.
 */
export function funnelChains(steps: number, windowMs: number, strict: boolean): FunnelChains {
  /** By step: beginning of the chain that got there and began last, and when it got there last; −∞ where none did. */
  const begun = new Float64Array(steps)
  const at = new Float64Array(steps)
  const reachedAt = new Float64Array(steps)
  const begunAt = new Float64Array(steps)
  const beforeAt = new Float64Array(steps)
  const never = Number.NEGATIVE_INFINITY
  const chains = {
    depth: 0,
    reachedAt,
    begunAt,
    beforeAt,
    reset() {
      begun.fill(never)
      at.fill(never)
      chains.depth = 0
    },
    event(time: number, mask: number, begins: boolean) {
      if (strict) only(time, mask)
      // From the last step back, so that one event is one step of a chain and no more.
      else
        for (let rest = mask & ~1; rest !== 0; ) {
          const step = 31 - Math.clz32(rest)
          rest ^= 1 << step
          go(step, time)
        }
      if ((mask & 1) === 0 || !begins) return
      begun[0] = time
      if (chains.depth === 0) reach(0, time, time, time)
      at[0] = time
    },
  }
  /** Whether a chain that got to the step before gets to this one now. */
  function go(step: number, time: number): boolean {
    const before = begun[step - 1] as number
    if (time - before > windowMs) return false
    begun[step] = before
    if (chains.depth === step) reach(step, time, before, at[step - 1] as number)
    at[step] = time
    return true
  }
  /** Chains that this event does not carry on have ended. */
  function only(time: number, mask: number): void {
    for (let step = steps - 1; step >= 1; step--) if (((mask >> step) & 1) === 0 || !go(step, time)) begun[step] = never
    begun[0] = never
  }
  function reach(step: number, time: number, start: number, previous: number): void {
    chains.depth = step + 1
    reachedAt[step] = time
    begunAt[step] = start
    beforeAt[step] = previous
  }
  chains.reset()
  return chains
}

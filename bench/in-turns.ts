/** Does its work once and says how many seconds that took. */
export type Run = () => Promise<number>

export interface Turns {
  readonly median: number
  readonly least: number
}

/**
 * Runs several contenders in turns, so that whatever else the machine does slows all of them, and takes the median of the
 * rounds. The first `warmUp` rounds are not counted.
 */
export async function inTurns(
  contenders: Readonly<Record<string, Run>>,
  { rounds = 5, warmUp = 1 }: { readonly rounds?: number; readonly warmUp?: number } = {},
): Promise<ReadonlyMap<string, Turns>> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const seconds = await run()
      console.error(`  round ${round}: ${name} ${seconds.toPrecision(3)} s`)
      if (round >= warmUp) times.get(name)!.push(seconds)
    }
  }
  return new Map(
    Array.from(times, ([name, seconds]) => {
      const sorted = seconds.toSorted((a, b) => a - b)
      return [name, { median: sorted[sorted.length >> 1]!, least: sorted[0]! }]
    }),
  )
}

/** Seconds that something takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Seconds of one measured run. */
export type Run = () => Promise<number>

export interface Turns {
  readonly median: number
  readonly least: number
}

/**
 * Runs several contenders in turns, so that whatever else the machine does slows all of them, and takes the median of the
 * rounds. The first `warmUp` rounds are not counted.
 */
export async function inTurns<Name extends string>(
  contenders: Readonly<Record<Name, Run>>,
  { rounds = 5, warmUp = 1 }: { readonly rounds?: number; readonly warmUp?: number } = {},
): Promise<Record<Name, Turns>> {
  const entries = Object.entries(contenders) as [Name, Run][]
  const times = new Map<Name, number[]>(entries.map(([name]) => [name, []]))
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [name, run] of entries) {
      const seconds = await run()
      if (round >= warmUp) times.get(name)!.push(seconds)
    }
  }
  return Object.fromEntries(
    entries.map(([name]) => {
      const sorted = times.get(name)!.sort((a, b) => a - b)
      return [name, { median: sorted[sorted.length >> 1]!, least: sorted[0]! }]
    }),
  ) as Record<Name, Turns>
}

/** Seconds that something takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

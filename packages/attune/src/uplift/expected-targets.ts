import type { Interval, Targets } from '@attune/measure'
import type { UpliftTargets } from '../api/schemas/uplift.ts'
import { sentencesOf } from './uplift-texts.ts'

/**
 * What choosing by a cut is expected to bring among people there are now. What it brings for each who is chosen is as it was
 * judged in the experiment; how many are chosen is by the scores of today.
 *
 * @param falling scores of everybody, the highest first
 */
export function expectedTargets(targets: Targets, falling: Float64Array): UpliftTargets {
  const { threshold, judgedShare, profit, profitOfEverybody, profitOfRandom, overEverybody, overRandom } = targets
  const people = falling.length
  const chosen = threshold === null ? 0 : countAtLeast(falling, threshold)
  return {
    share: plain(targets.share),
    threshold,
    profit: plain(profit),
    profitOfEverybody: plain(profitOfEverybody),
    profitOfRandom: plain(profitOfRandom),
    overEverybody: plain(overEverybody),
    overRandom: plain(overRandom),
    curve: targets.curve.map(({ share, profit: of }) => ({ share, profit: of })),
    people,
    chosen,
    expected: {
      chosen: times(profit, judgedShare === 0 ? 0 : chosen / judgedShare),
      random: times(profitOfEverybody, chosen),
      everybody: times(profitOfEverybody, people),
    },
    warnings: sentencesOf(targets.warnings).map(({ code, en, zh }) => ({ code, text: { en, zh } })),
  }
}

function countAtLeast(falling: Float64Array, threshold: number): number {
  const first = falling.findIndex((score) => score < threshold)
  return first === -1 ? falling.length : first
}

const plain = ({ value, low, high }: Interval) => ({ value, low, high })
const times = ({ value, low, high }: Interval, by: number) => ({ value: by * value, low: by * low, high: by * high })

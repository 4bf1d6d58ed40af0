import { createKernels, type FeatureColumn, loadTrees, type SavedTrees, saveTrees } from '@attune/kernels'
import { explainTreeEnsemble, fitTreeEnsemble, scoreTreeEnsemble, type TreeEnsemble } from '@attune/learn'
import { type Calibration, calibrationCurve } from '@attune/measure'
import { dayMs } from '../profile/portrait/weigh-activity.ts'
import type { Buyer } from './buyer.ts'
import { churnFeatures } from './churn-features.ts'

/** A churn model as JSON can hold it. */
export interface SavedChurn {
  readonly members: readonly SavedTrees[]
  readonly linear: TreeEnsemble['linear']
  readonly blend: TreeEnsemble['blend']
}

export interface FittedChurn {
  readonly saved: SavedChurn
  readonly auc: number
  readonly calibration: Calibration
  /** Effects on the log-odds of leaving, mean without sign, in the order of `churnFeatures`, and which way more of it pushes. */
  readonly drivers: readonly { readonly effect: number; readonly direction: -1 | 0 | 1 }[]
}

/** With fewer of either kind, trees would learn by heart. */
const fewestOfEither = 40
/** People that mean effects are worked out of. */
const explained = 400

/**
 * Learns from a look back: as buyers were `churnDays` ago, who of them has ordered nothing since.
 *
 * @returns null where there are too few of either kind
 */
export async function fitChurn(
  buyers: readonly Buyer[],
  { now, churnDays }: { readonly now: number; readonly churnDays: number },
): Promise<FittedChurn | null> {
  const known = buyers.filter(({ before }) => before !== undefined)
  const rows = known.map(({ before }) => before as Float64Array)
  const since = now - churnDays * dayMs
  const left = Float64Array.from(known, ({ orders }) => Number(!orders.some(({ at }) => at > since)))
  const leavers = left.reduce((sum, one) => sum + one, 0)
  if (Math.min(leavers, left.length - leavers) < fewestOfEither) return null
  await using kernels = await createKernels({ threads: 1 })
  const fitted = await fitTreeEnsemble(
    kernels,
    { features: columnsOf(rows), labels: left },
    { members: 5, leaves: [4, 12], rounds: 600, learningRate: 0.1 },
  )
  const every = Math.max(1, Math.ceil(rows.length / explained))
  return {
    saved: { members: fitted.members.map(saveTrees), linear: fitted.linear, blend: fitted.blend },
    auc: fitted.auc,
    calibration: calibrationCurve(fitted.leftOut, left),
    drivers: driversOf(
      fitted,
      rows.filter((_, at) => at % every === 0),
    ),
  }
}

export function openChurn({ members, linear, blend }: SavedChurn): TreeEnsemble {
  return { members: members.map(loadTrees), linear, blend }
}

/** Chances of leaving. */
export function churnOf(ensemble: TreeEnsemble, rows: readonly Float64Array[]): Float32Array {
  return scoreTreeEnsemble(ensemble, columnsOf(rows))
}

/** What each feature adds to one person's log-odds of leaving, in the order of `churnFeatures`. */
export function explainChurn(ensemble: TreeEnsemble, row: Float64Array): Float64Array {
  return explainTreeEnsemble(ensemble, columnsOf([row])).contributions
}

function columnsOf(rows: readonly Float64Array[]): FeatureColumn[] {
  return churnFeatures.map((_, at) => ({
    kind: 'numeric',
    values: Float64Array.from(rows, (row) => row[at] as number),
  }))
}

function driversOf(ensemble: TreeEnsemble, rows: readonly Float64Array[]): FittedChurn['drivers'] {
  const { contributions } = explainTreeEnsemble(ensemble, columnsOf(rows))
  const width = churnFeatures.length
  return churnFeatures.map((_, at) => {
    const pairs = rows.map((row, i) => [row[at] as number, contributions[i * width + at] as number] as const)
    const known = pairs.filter(([value]) => !Number.isNaN(value))
    const mean = (of: (pair: readonly [number, number]) => number): number =>
      known.reduce((sum, pair) => sum + of(pair), 0) / Math.max(1, known.length)
    const [meanValue, meanEffect] = [mean(([value]) => value), mean(([, effect]) => effect)]
    const both = mean(([value, effect]) => (value - meanValue) * (effect - meanEffect))
    const spread = Math.sqrt(
      mean(([value]) => (value - meanValue) ** 2) * mean(([, effect]) => (effect - meanEffect) ** 2),
    )
    const correlation = spread > 0 ? both / spread : 0
    return {
      effect: pairs.reduce((sum, [, effect]) => sum + Math.abs(effect), 0) / Math.max(1, pairs.length),
      // Where it goes up and down again, neither way is true.
      direction: Math.abs(correlation) < 0.2 ? 0 : correlation > 0 ? 1 : -1,
    }
  })
}

import { MeasureError } from '../errors.ts'
import type { Interval } from '../interval.ts'
import type { ChannelCredit } from './paths.ts'

/** What an experiment or a holdout says that a channel truly adds, in the same unit as the credit. */
export interface Increment {
  readonly channel: string
  readonly effect: Interval
}

export interface CreditBesideTruth {
  readonly channel: string
  readonly credited: number
  readonly incremental: Interval
  /** Credit over the increment; null where the increment is 0 or less. */
  readonly ratio: number | null
  /** Whether the credit lies in the increment's interval, above it or below it. */
  readonly verdict: 'fits' | 'too-much' | 'too-little'
}

export interface MethodBesideTruth {
  readonly method: string
  readonly channels: readonly CreditBesideTruth[]
  /** Σ |credited − incremental| over Σ |incremental|; null where nothing was incremental. */
  readonly error: number | null
}

/**
 * Sets credit beside what experiments measured: attribution parts what came, experiments tell what would not have come
 * without. Channels without an experiment are left out. The method with the smallest error comes first.
 *
 * @throws MeasureError `too-few` where no channel has both
 */
export function compareWithIncrementality(
  credits: Readonly<Record<string, readonly ChannelCredit[]>>,
  increments: readonly Increment[],
  unit: 'conversions' | 'value' = 'conversions',
): readonly MethodBesideTruth[] {
  const compared = Object.entries(credits).map(([method, channels]): MethodBesideTruth => {
    const both = increments.flatMap(({ channel, effect }) => {
      const credit = channels.find((one) => one.channel === channel)
      return credit ? [besideTruth(channel, credit[unit], effect)] : []
    })
    if (both.length === 0) throw new MeasureError('too-few', 'No channel has both credit and an experiment.')
    const size = both.reduce((sum, { incremental }) => sum + Math.abs(incremental.value), 0)
    const off = both.reduce((sum, { credited, incremental }) => sum + Math.abs(credited - incremental.value), 0)
    return { method, channels: both, error: size > 0 ? off / size : null }
  })
  return compared.sort((a, b) => (a.error ?? 0) - (b.error ?? 0))
}

function besideTruth(channel: string, credited: number, incremental: Interval): CreditBesideTruth {
  const { value, low, high } = incremental
  return {
    channel,
    credited,
    incremental,
    ratio: value > 0 ? credited / value : null,
    verdict: credited > high ? 'too-much' : credited < low ? 'too-little' : 'fits',
  }
}

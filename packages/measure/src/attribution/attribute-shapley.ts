import { MeasureError } from '../errors.ts'
import { type AttributionPath, type ChannelCredit, channelsOf, checkPaths } from './paths.ts'
import { type ShapleyOptions, shapleyValues } from './shapley-values.ts'

export interface AttributeShapleyOptions extends ShapleyOptions {
  /**
   * What a set of channels is worth. `conversions`: the conversions of people whom no other channel touched (Zhao et al. 2018;
   * the default). `rate`: the rate at which such people convert, times all people, so that people who were touched and did
   * not convert count too, and a channel may get less than nothing.
   */
  readonly game?: 'conversions' | 'rate'
}

/** Channels that a sampled game can tell apart. */
const mostPlayers = 30

/**
 * Shapley credit of channels over the sets of channels that were seen. With `conversions` each path's conversions are parted
 * equally among its different channels, which is the exact value of that game whatever the number of channels; `rate` is
 * exact up to 12 channels and drawn from orders beyond.
 *
 * @throws MeasureError `too-few`, `out-of-range` for `rate` over more than 30 channels
 */
export function attributeShapley(
  paths: readonly AttributionPath[],
  options: AttributeShapleyOptions = {},
): readonly ChannelCredit[] {
  checkPaths(paths)
  const channels = channelsOf(paths)
  if ((options.game ?? 'conversions') === 'conversions') return partEqually(paths, channels)
  if (channels.length > mostPlayers)
    throw new MeasureError(
      'out-of-range',
      `At most ${mostPlayers} channels can play for the rate; put the rarest together.`,
    )
  const place = new Map(channels.map((channel, at) => [channel, at]))
  const sets = new Map<number, { people: number; conversions: number; value: number }>()
  for (const { touches, conversions, value, losses } of paths) {
    const set = touches.reduce((bits, channel) => bits | (1 << (place.get(channel) ?? 0)), 0)
    const sums = sets.get(set) ?? { people: 0, conversions: 0, value: 0 }
    sums.people += conversions + losses
    sums.conversions += conversions
    sums.value += value
    sets.set(set, sums)
  }
  const all = [...sets.values()].reduce((sum, { people }) => sum + people, 0)
  const rateOf = (pick: 'conversions' | 'value') =>
    shapleyValues(
      channels.length,
      (coalition) => {
        let [people, won] = [0, 0]
        for (const [set, sums] of sets) {
          if (set & ~coalition) continue
          people += sums.people
          won += sums[pick]
        }
        return people > 0 ? (won / people) * all : 0
      },
      options,
    )
  const [conversions, value] = [rateOf('conversions'), rateOf('value')]
  return channels.map((channel, at) => ({
    channel,
    conversions: conversions[at] as number,
    value: value[at] as number,
  }))
}

function partEqually(paths: readonly AttributionPath[], channels: readonly string[]): readonly ChannelCredit[] {
  const credits = new Map(channels.map((channel) => [channel, { conversions: 0, value: 0 }]))
  for (const { touches, conversions, value } of paths) {
    const different = new Set(touches)
    for (const channel of different) {
      const credit = credits.get(channel)
      if (!credit) continue
      credit.conversions += conversions / different.size
      credit.value += value / different.size
    }
  }
  return [...credits].map(([channel, credit]) => ({ channel, ...credit }))
}

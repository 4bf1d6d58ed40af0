import { MeasureError } from '../errors.ts'
import { type AttributionPath, type ChannelCredit, channelsOf, checkPaths, totalsOf } from './paths.ts'

export interface MarkovOptions {
  /** Touches that a state remembers. Default 1. */
  readonly order?: number
}

export interface MarkovCredit extends ChannelCredit {
  /** Share of all conversions that is lost where the channel is taken away, 0 … 1; null where there are none. */
  readonly removalEffect: number | null
}

/** Share of what is left of the difference after a sweep below which it is done. */
const precision = 1e-12
const mostSweeps = 10_000

/**
 * Removal effects in a Markov chain (Anderl et al. 2016): people go from state to state, a state being their last `order`
 * touches, until they convert or are lost. A channel's removal effect is the share of conversions (and of value) that is lost
 * when everybody who would meet it is lost; credit is parted in proportion to it.
 *
 * @throws MeasureError `too-few`, `out-of-range`
 */
export function attributeMarkov(
  paths: readonly AttributionPath[],
  { order = 1 }: MarkovOptions = {},
): readonly MarkovCredit[] {
  checkPaths(paths)
  if (!Number.isInteger(order) || order < 1 || order > 10)
    throw new MeasureError('out-of-range', 'order must be a whole number from 1 to 10.')
  const chain = chainOf(paths, order)
  const channels = channelsOf(paths)
  const whole = worthOf(chain)
  const without = channels.map((channel) => worthOf(chain, channel))
  const lostShare = (pick: 'conversions' | 'value'): readonly number[] =>
    without.map((one) => (whole[pick] > 0 ? Math.max(0, 1 - one[pick] / whole[pick]) : 0))
  const totals = totalsOf(paths)
  const [conversions, value] = [lostShare('conversions'), lostShare('value')]
  return channels.map((channel, at) => ({
    channel,
    conversions: totals.conversions * part(conversions, at),
    // Where the whole is worth nothing or less, it cannot be parted by what would be lost of it: conversions part it.
    value: totals.value * part(whole.value > 0 ? value : conversions, at),
    removalEffect: whole.conversions > 0 ? (conversions[at] as number) : null,
  }))
}

function part(effects: readonly number[], at: number): number {
  const all = effects.reduce((sum, one) => sum + one, 0)
  return all > 0 ? (effects[at] as number) / all : 0
}

interface State {
  /** Channel last met; undefined at the start. */
  readonly channel: string | undefined
  leaving: number
  conversions: number
  value: number
  readonly next: Map<number, number>
}

/** The start is the first state. */
function chainOf(paths: readonly AttributionPath[], order: number): readonly State[] {
  const states: State[] = []
  const numbers = new Map<string, number>()
  const stateOf = (memory: readonly string[]): number => {
    const key = JSON.stringify(memory)
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    return states.push({ channel: memory.at(-1), leaving: 0, conversions: 0, value: 0, next: new Map() }) - 1
  }
  stateOf([])
  for (const { touches, conversions, value, losses } of paths) {
    const people = conversions + losses
    let at = 0
    for (const end of touches.keys()) {
      const to = stateOf(touches.slice(Math.max(0, end + 1 - order), end + 1))
      const from = states[at] as State
      from.leaving += people
      from.next.set(to, (from.next.get(to) ?? 0) + people)
      at = to
    }
    const last = states[at] as State
    last.leaving += people
    last.conversions += conversions
    last.value += value
  }
  return states
}

/** Conversions and value that a person at the start will bring, by Gauss and Seidel's sweeps, last states first. */
function worthOf(states: readonly State[], removed?: string) {
  const worth = { conversions: new Float64Array(states.length), value: new Float64Array(states.length) }
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0
    for (let at = states.length - 1; at >= 0; at--) {
      const state = states[at] as State
      if (state.leaving === 0 || (removed !== undefined && state.channel === removed)) continue
      let [conversions, value] = [state.conversions, state.value]
      for (const [to, people] of state.next) {
        conversions += people * (worth.conversions[to] as number)
        value += people * (worth.value[to] as number)
      }
      conversions /= state.leaving
      value /= state.leaving
      moved = Math.max(moved, Math.abs(conversions - (worth.conversions[at] as number)))
      moved = Math.max(moved, Math.abs(value - (worth.value[at] as number)) / (Math.abs(value) + 1))
      worth.conversions[at] = conversions
      worth.value[at] = value
    }
    if (moved < precision) break
  }
  return { conversions: worth.conversions[0] as number, value: worth.value[0] as number }
}

import type { Effect } from '../api/schemas/report.ts'
import type { Column } from '../cli/output.ts'
import type { DemoTexts } from './demo-texts.ts'
import type { RunningDemo } from './run-demo.ts'
import type { Newcomer, Understanding } from './show-understanding.ts'
import type { Truth } from './truth.ts'

interface Interval {
  readonly lift: number
  readonly low: number
  readonly high: number
}

/** The one JSON document of `attune demo --json`. Lifts are relative: .38 is +38 %. */
export interface DemoDocument {
  readonly placement: string
  readonly treatment: string
  readonly control: string
  readonly measured: Readonly<Partial<Record<Effect['metric'], Interval>>>
  readonly truth: Truth
  readonly holds: Readonly<Partial<Record<Effect['metric'], boolean>>>
  readonly sampleRatioP: number
  readonly persons: { readonly treatment: number; readonly control: number }
  readonly shoppers: number
  readonly visits: number
  readonly decisions: number
  readonly events: number
  readonly model: { readonly name: string; readonly version: number }
  /** Whose portrait was drawn, and where a product that nobody has seen stood for them. */
  readonly understanding: { readonly personId: string; readonly newcomer: Newcomer | null } | null
  readonly seed: number
  readonly seconds: number
}

const holdsTruth = ({ metric, lift }: Effect, truth: Truth): boolean =>
  lift.low <= truth[metric] && truth[metric] <= lift.high

export function demoDocument(
  { result, seconds }: RunningDemo,
  seed: number,
  understood?: Understanding | undefined,
): DemoDocument {
  const { effect, truth, model } = result
  return {
    placement: effect.placement,
    treatment: effect.treatment,
    control: effect.control,
    measured: Object.fromEntries(
      effect.effects.map(({ metric, lift: { value, low, high } }) => [metric, { lift: value, low, high }]),
    ),
    truth,
    holds: Object.fromEntries(effect.effects.map((one) => [one.metric, holdsTruth(one, truth)])),
    sampleRatioP: effect.sampleRatioP,
    persons: effect.persons,
    shoppers: result.shoppers,
    visits: result.visits,
    decisions: result.decisions,
    events: result.events,
    model: { name: model.name, version: model.version },
    understanding: understood ? { personId: understood.personId, newcomer: understood.newcomer } : null,
    seed,
    seconds: Math.round(seconds * 10) / 10,
  }
}

/** A change with its sign, one decimal: +38.2%. */
function percent(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1)
  return `${share < 0 ? '−' : '+'}${text}%`
}

function level(metric: Effect['metric'], value: number): string {
  if (metric === 'ctr') return `${(value * 100).toFixed(2)}%`
  return metric === 'revenuePerPerson' ? value.toFixed(1) : value.toFixed(3)
}

export function demoTable(
  { result }: RunningDemo,
  texts: DemoTexts,
): { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] } {
  const { effect, truth } = result
  return {
    columns: texts.columns.map((title, at) => ({ title, align: at === 0 || at === 5 ? 'left' : 'right' })),
    rows: effect.effects.map((one) => [
      texts.metrics[one.metric] ?? one.metric,
      level(one.metric, one.control),
      level(one.metric, one.treatment),
      `${percent(one.lift.value)} [${percent(one.lift.low)}, ${percent(one.lift.high)}]`,
      percent(truth[one.metric]),
      holdsTruth(one, truth) ? texts.holds : texts.misses,
    ]),
  }
}

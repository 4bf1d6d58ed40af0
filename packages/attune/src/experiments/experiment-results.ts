import type { Decision, MetricAnalysis, NoveltyEffect } from '@attune/measure'
import type { ExperimentStatus, Phase } from '../api/schemas/experiments.ts'
import type { Metric } from '../api/schemas/metrics.ts'
import type { EffectsBySegment } from './analyse-segments.ts'

/** What is wrong with an experiment's data, or to be read with care. */
export type ResultWarningCode =
  /** Nobody was exposed yet. */
  | 'no-exposures'
  /** The arms have not the sizes that were asked for. */
  | 'sample-ratio-mismatch'
  /** Units saw two variations; they are left out. */
  | 'mixed-units'
  /** Exposures name a variation that the experiment does not have. */
  | 'unknown-variation'
  /** What happened before the exposure came in after it: clocks that go back. */
  | 'clocks-go-back'
  /** The allocation was changed in flight: phases with other weights are analysed apart. */
  | 'phases-apart'
  /** A metric that it names is gone. */
  | 'unknown-metric'
  /** Its end has come, and nobody stopped it. */
  | 'past-its-end'
  /** A metric cannot be told of blocks of time. */
  | 'not-in-switchback'
  /** Who was in a segment when the experiment began is not known: its members of today stand in. */
  | 'segment-as-of-now'

export interface ResultWarning {
  readonly code: ResultWarningCode
  /** Of the units, where it is about some of them. */
  readonly share?: number
  readonly metric?: string
  readonly segment?: string
}

/** The effect as it stood at the end of a day. */
export interface DayEffect {
  /** `2026-03-01` */
  readonly day: string
  readonly treatments: readonly {
    readonly variation: string
    readonly units: number
    readonly value: number | null
    readonly low: number | null
    readonly high: number | null
  }[]
}

/** Why it is not known whether an effect fades. */
export type NoveltyGap =
  /** People have had different amounts of time. */
  | 'needs-window'
  /** Fewer than five days on which everybody's window is over. */
  | 'needs-days'
  | 'not-of-quantiles'
  | 'not-of-blocks'

export interface MetricResult {
  readonly metric: string
  readonly title: string
  readonly kind: Metric['kind']
  readonly role: 'goal' | 'guardrail'
  /** Relative harm that is accepted, of guardrails. */
  readonly margin: number | null
  readonly analysis: MetricAnalysis
  /** p adjusted for the number of comparisons, by variation. */
  readonly adjustedP: Readonly<Record<string, number | null>>
  /** By the day of the first exposure, each with all days before it. */
  readonly days: readonly DayEffect[]
  /** Whether the effect fades from those who came first to those who came last, by variation; null where `noveltyGap` says why. */
  readonly novelty: Readonly<Record<string, (NoveltyEffect & { readonly scale: 'absolute' | 'relative' }) | null>>
  readonly noveltyGap: NoveltyGap | null
}

export interface ExperimentResults {
  readonly experiment: string
  readonly status: ExperimentStatus
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly phases: readonly (Phase & { readonly units: number; readonly counted: boolean })[]
  readonly units: number
  readonly arms: readonly { readonly variation: string; readonly units: number; readonly expectedShare: number }[]
  /** Share of units that saw two variations. */
  readonly mixedShare: number
  /** p of the test whether arms have the sizes that were asked for; null where nobody was exposed. */
  readonly sampleRatioP: number | null
  readonly metrics: readonly MetricResult[]
  readonly decision: Decision
  /** By segment, where it was asked for; people in none of them are the segment `''`. */
  readonly segments: readonly EffectsBySegment[]
  readonly warnings: readonly ResultWarning[]
}

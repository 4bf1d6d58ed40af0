import type { WorkspaceActivity } from '../../activity/activity-index.ts'
import type { BaseRhythm } from '../../profile/portrait/rhythm.ts'
import type { ComputedTrait } from '../rules/computed-trait.ts'
import type { Rule } from '../rules/rule.ts'
import type { ActivitySummary } from './activity-summary.ts'
import type { ItemFacts } from './item-facts.ts'
import type { LocalTime } from './local-time.ts'
import type { Moment } from './moment.ts'

/** A model's scores by slot; NaN where there is none. */
export interface ScoreColumn {
  of(slot: number): number
}

/** What rules of one workspace are worked out from. */
export interface RuleSources {
  readonly activity: WorkspaceActivity
  readonly facts: ItemFacts
  /** Where there is one, it has followed every change of the activity. */
  readonly summary?: ActivitySummary | undefined
  readonly localTime: LocalTime
  /** What an interaction says of taste (collect/weights.ts). */
  readonly weightOf: (kind: string, amount: number) => number
  readonly computedTrait: (name: string) => ComputedTrait | undefined
  readonly scores: (name: string) => ScoreColumn
  readonly segmentRule: (id: string) => Rule | undefined
  /** The pace of everybody: who keeps memberships is told when it is another. */
  readonly rhythm: () => BaseRhythm
}

/** What compiled parts of one rule share. */
export interface RuleContext extends RuleSources {
  readonly moment: Moment
  /** Called when names, items or the catalogue may have changed. */
  readonly refreshers: (() => void)[]
  /** When windows of the calendar jump for everybody. */
  readonly boundaries: ((now: number) => number)[]
  /** Set where an answer depends on what the catalogue says of items. */
  readsItems: boolean
  /** Set where the catalogue says something else of items that were known, which matters to the rule. */
  outdated: boolean
}

/** Clears the byte of some slots among `from` … `to` − 1: that of the first is `keep[0]`. */
export type Sieve = (from: number, to: number, keep: Uint8Array) => void

/** One compiled part: whether a slot fits at the context's moment, and about how dear it is to ask. */
export interface Part {
  readonly fits: (slot: number) => boolean
  /** Where there is a quick look at many: sorts some of those out that surely do not fit. */
  readonly sieve?: Sieve | undefined
  readonly cost: number
}

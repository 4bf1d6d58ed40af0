import type { BaseRhythm } from '../profile/portrait/rhythm.ts'
import type { InterestCounts, InterestPart } from './count-interests.ts'
import type { MembershipChange } from './membership/memberships.ts'
import type { RulePreview } from './membership/preview-rule.ts'
import type { SegmentProposal } from './propose-segment.ts'
import type { RuleWarning } from './rules/check-rule.ts'
import type { ComputedTrait } from './rules/computed-trait.ts'
import type { Rule } from './rules/rule.ts'

export interface SegmentInput {
  readonly title: string
  readonly rule: Rule
}

/** A rule that selects people, and how many it selects right now. */
export interface Segment extends SegmentInput {
  readonly id: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly members: number
  /** People that may be in a segment at all. */
  readonly base: number
  readonly warnings: readonly RuleWarning[]
}

/** How many entered and left on one day. */
export interface SegmentDay {
  /** `2026-01-31`, in the time zone of the installation. */
  readonly day: string
  readonly entered: number
  readonly left: number
}

/** A score of one person, by a person id. */
export interface PersonScore {
  readonly personId: string
  readonly value: number
}

export interface ScoreSummary {
  readonly name: string
  readonly persons: number
  readonly updatedAt: number
}

/** Selects people by rules, at every moment. Only people who allow `profiling` are in segments. */
export interface Segments {
  list(workspace: string): readonly Segment[]
  get(workspace: string, id: string): Segment | undefined
  /** People that may be in a segment at all. */
  base(workspace: string): number
  /**
   * Creates or replaces. What “like these people” means is worked out now and stays.
   *
   * @param announces whether those are told to have entered or left whom the change brings in or puts out, as `onChange` does
   * @throws AttuneError as `checkRule` does; `too-few-people` where fewer than three are given to be like
   */
  put(
    workspace: string,
    id: string,
    input: SegmentInput,
    actor: string,
    options?: { readonly announces?: boolean },
  ): Promise<Segment>
  /** @throws AttuneError `unknown-segment`, `segment-in-use` */
  remove(workspace: string, id: string, actor: string): void
  /**
   * Takes the last change of a segment back; again: brings it back.
   *
   * @returns undefined where there is no such segment now
   * @throws AttuneError `nothing-to-undo`, and as `put` and `remove`
   */
  undo(workspace: string, id: string, actor: string): Segment | undefined
  /**
   * Counts a rule over everybody without saving it; `rule` is as it would be saved.
   *
   * @param options `own`: the segment that it will be; `among`: people of whom it is to be said whether they are selected
   */
  preview(
    workspace: string,
    rule: Rule,
    options?: { readonly own?: string | undefined; readonly among?: ReadonlySet<string> },
  ): Promise<RulePreview & { readonly rule: Rule; readonly warnings: readonly RuleWarning[] }>
  /**
   * Interests of everybody who allows profiling, or of a segment, counted.
   *
   * @throws AttuneError `unknown-segment`
   */
  interests(
    workspace: string,
    query: { readonly part: InterestPart; readonly segment?: string | undefined },
  ): Promise<InterestCounts>
  isMember(workspace: string, personId: string, segmentId: string): boolean
  /** Segments of a person, under whichever of their ids. */
  of(workspace: string, personId: string): readonly string[]
  /** @param from 0, or `next` of the page before @throws AttuneError `unknown-segment` */
  members(
    workspace: string,
    id: string,
    page: { readonly from: number; readonly limit: number },
  ): { readonly personIds: readonly string[]; readonly next: number | null }
  /** Days up to today, oldest first. @throws AttuneError `unknown-segment` */
  days(workspace: string, id: string, days: number): readonly SegmentDay[]
  /**
   * When a person, under whichever of these ids, last came into a segment by what they did or as time went by; undefined where
   * it was so when the rule was saved, or longer ago than changes are kept.
   */
  enteredAt(workspace: string, id: string, personIds: readonly string[]): number | undefined
  /** Called in the turn in which people enter or leave; not when a segment itself is changed, unless that is asked for. */
  onChange(listener: (workspace: string, changes: readonly MembershipChange[]) => void): void
  readonly computed: {
    list(workspace: string): readonly ComputedTrait[]
    /** Cut points at quintiles are taken from the base now. @throws AttuneError `rule-invalid`, `too-few-people` */
    put(workspace: string, trait: ComputedTrait, actor: string): Promise<ComputedTrait>
    /** @throws AttuneError `unknown-computed-trait`, `computed-trait-in-use` */
    remove(workspace: string, name: string, actor: string): void
    /** Computed traits of a person: what is known. */
    of(workspace: string, personId: string): Readonly<Record<string, string | number>>
  }
  readonly scores: {
    list(workspace: string): readonly ScoreSummary[]
    /** @returns how many were stored, and how many not: nobody knows them, or they do not allow `profiling` */
    put(
      workspace: string,
      name: string,
      scores: readonly PersonScore[],
      options: { readonly replace: boolean },
    ): { readonly stored: number; readonly skipped: number }
    /** @throws AttuneError `unknown-score` */
    remove(workspace: string, name: string): void
  }
  /** A rule for a sentence, by the language model where one is configured; it is saved by nobody but who asked. */
  propose(workspace: string, sentence: string): Promise<SegmentProposal>
  /** The pace of everybody, as portraits have read it: stages of the lifecycle follow from it from now on. */
  keepRhythm(workspace: string, rhythm: BaseRhythm): void
  /** Names that rules of a workspace can use, for whoever writes one. */
  vocabulary(workspace: string): Vocabulary
  /**
   * Tells nothing of persons from now on: they are being erased, and a reload may read them once more meanwhile.
   *
   * @returns ends it, once all of them is gone
   */
  silence(workspace: string, personIds: readonly string[]): () => void
  /** Removes what is kept of persons here, after their erasure. */
  forget(workspace: string, personIds: readonly string[]): void
  close(): void
}

export interface Vocabulary {
  readonly kinds: readonly string[]
  readonly events: readonly string[]
  readonly traits: readonly string[]
  readonly categories: readonly string[]
  readonly brands: readonly string[]
  readonly devices: readonly string[]
  readonly channels: readonly string[]
  readonly computedTraits: readonly string[]
  readonly scores: readonly string[]
  readonly segments: readonly string[]
}

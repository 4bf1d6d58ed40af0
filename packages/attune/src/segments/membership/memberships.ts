import type { SlotChange } from '../../activity/activity-index.ts'
import type { Rule } from '../rules/rule.ts'

/** Somebody came into a segment or left it. */
export interface MembershipChange {
  readonly segmentId: string
  readonly personId: string
  readonly entered: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Who belongs to which segment of one workspace, at every moment. */
export interface Memberships {
  /**
   * Who belongs to a segment is worked out now; also of those that refer to it. It is told only where that is asked for: of a
   * new segment everybody has entered.
   */
  put(id: string, rule: Rule, options?: { readonly tells?: boolean }): void
  remove(id: string): void
  /** Works everything out again and tells: something else changed that rules read, such as scores. */
  refill(ids?: readonly string[]): void
  /** The pace of everybody is another: the same for segments that read it. */
  paceChanged(): void
  /** Whether any segment reads the pace of everybody. */
  readsPace(): boolean
  /** The same without telling: what is meant changed, such as a computed trait. */
  redefine(): void
  /** Slots that changed, and of some what; undefined: everything was read again, slots may stand for others. */
  changed(slots: readonly number[] | undefined, what?: ReadonlyMap<number, SlotChange>): void
  /** Persons whose consent changed. */
  consented(personIds: readonly string[]): void
  /** Brings everything up to now: windows that slid, a catalogue that changed. Everything below does it first. */
  advance(): void
  /** When `advance` has something to do; Infinity where time alone changes nothing. */
  nextDue(): number
  has(id: string, personId: string): boolean
  /** Segments of a person. */
  of(personId: string): readonly string[]
  count(id: string): number
  /** People that may be in a segment at all: who allow profiling. */
  base(): number
  /** Members in the order of their slots, from a slot on. */
  members(
    id: string,
    from: number,
    limit: number,
  ): { readonly personIds: readonly string[]; readonly next: number | null }
  /** 1 where a slot is somebody's who may be in a segment; by slot, good until the next turn. */
  admitted(): Uint8Array
}

/** A JSON value of a trait: what segments compare and portraits show. Lists are of scalars. */
export type TraitValue = string | number | boolean | readonly (string | number | boolean)[]

/** Names by number, in the order in which they were met; a number never changes its name while the process runs. */
export interface ReadonlyNames {
  readonly size: number
  find(name: string): number | undefined
  nameOf(number: number): string
}

/**
 * The entries of one person, oldest first: rows `from` … `to` − 1 of the columns. The object and its columns are only good
 * until the next call or the next turn of the event loop; read, do not keep.
 *
 * An event about several items is one entry an item, one after the other; all but the first have `continues` 1. An event
 * about no item is one entry with item −1. Of exposures (`Recommendation Viewed`) only the event is kept, without its items.
 * Of a person with more than 65,536 entries the newest are kept.
 */
export interface ActivityEntries {
  readonly from: number
  readonly to: number
  /** Milliseconds since the epoch, never falling. */
  readonly times: Float64Array
  /** Number of the event's name in `WorkspaceActivity.events`: a track event's own, of every other its type (`page`, `identify`, …). */
  readonly events: Uint16Array
  /** Number of the interaction's kind in `WorkspaceActivity.kinds`; `noKind` where the entry is no interaction. */
  readonly kinds: Uint8Array
  /** Number of the item in `WorkspaceActivity.items`; −1 where it is about none. */
  readonly items: Int32Array
  /** A rating's stars, a quantity; 1 where the kind says it all. */
  readonly amounts: Float32Array
  /** Money, in the event's own currency; NaN where there is none. */
  readonly values: Float32Array
  /** 1: of the same event as the entry before. */
  readonly continues: Uint8Array
  /** Number of the device class in `WorkspaceActivity.devices` (`phone`, `tablet`, `computer`, `other`); 0 unknown. */
  readonly devices: Uint8Array
  /** Number of the channel in `WorkspaceActivity.channels` (device-and-channel.ts); 0 unknown. */
  readonly channels: Uint8Array
  /** Number of the currency of `values` in `WorkspaceActivity.currencies`; 0 unknown. */
  readonly currencies: Uint8Array
}

export const noKind = 255

/** What is known in memory of the people of one workspace. */
export interface WorkspaceActivity {
  /** Slots 0 … slots − 1 stand for people, after merges; some are empty (merged away, erased). */
  readonly slots: number
  /** How many slots are somebody's. */
  readonly people: number
  /** The slot of a person, whichever of their identities is given. */
  slotOf(personId: string): number | undefined
  /** The person (after merges) of a slot; undefined where it is empty. */
  personOf(slot: number): string | undefined
  entriesOf(slot: number): ActivityEntries
  /** How many entries a slot has: cheaper than `entriesOf`. */
  countOf(slot: number): number
  readonly events: ReadonlyNames
  readonly kinds: ReadonlyNames
  readonly items: ReadonlyNames
  readonly devices: ReadonlyNames
  readonly channels: ReadonlyNames
  readonly currencies: ReadonlyNames
  /** When something of the person's traits was told last, milliseconds since the epoch; undefined where nothing was. */
  statedAt(slot: number): number | undefined
  /** Names of traits that are kept here: those that identify nobody (no e-mail, phone, name, address). */
  readonly traits: ReadonlyNames
  /** A trait of a person after merges, as the newest word has it. */
  traitOf(slot: number, trait: number): TraitValue | undefined
  /** Goes up with each change of anything above. */
  readonly revision: number
}

/** What is new of a slot, in the numbers of `WorkspaceActivity`: of anything else of it nothing changed. */
export interface SlotChange {
  readonly kinds: ReadonlySet<number>
  readonly events: ReadonlySet<number>
  readonly traits: ReadonlySet<number>
}

/**
 * Hears which slots changed; `undefined`: everything was read again. Of slots in `what` only that changed, of the others
 * anything may have.
 */
export type ActivityListener = (
  workspace: string,
  slots: readonly number[] | undefined,
  what?: ReadonlyMap<number, SlotChange>,
) => void

/**
 * What everybody did and said of themselves, in memory, by person and in order of time: what segments, computed traits and
 * portraits are worked out from. It follows the collector, merges and erasures within the turn in which they become durable.
 */
export interface ActivityIndex {
  /** An empty one where nothing was heard of the workspace. */
  of(workspace: string): WorkspaceActivity
  /** Called in the turn of a change. */
  onChange(listener: ActivityListener): void
  /** Reads what the state store says of persons again: after it was changed past the collector. Within the turn. */
  restate(workspace: string, personIds: readonly string[]): void
  /** Forgets persons, after their erasure. */
  forget(workspace: string, personIds: readonly string[]): void
  /** Reads everything from the stores again: after rows were written past the collector (imports). */
  reload(): Promise<void>
  /** Resolves when nothing is being read any more: reloads, and persons whose merge was taken back. */
  settled(): Promise<void>
  close(): void
}

/** The recent interactions of every person, in memory: what makes a new event change the next decision. */
export interface PersonHistory {
  /** Item ids, oldest first. */
  readonly itemIds: readonly string[]
  readonly kinds: readonly string[]
  readonly weights: Float32Array
  readonly times: Float64Array
}

/** The same in the dense item ids of a model. Items that the model does not know are left out. */
export interface DenseHistory {
  /** Oldest first, as the four arrays. */
  readonly items: Int32Array
  readonly weights: Float32Array
  readonly times: Float64Array
  readonly kinds: readonly string[]
  /** All remembered items, seen ones that do not count too; repeats stay. */
  readonly seen: Int32Array
}

/** Items with what they are worth, best first. */
export interface RankedItems {
  readonly itemIds: readonly string[]
  /** Shares of the best item's score: 1 for the most popular item. */
  readonly scores: readonly number[]
}

export interface HistoryIndex {
  /** At most `historyLength` interactions with a weight above zero, after merges; empty for a stranger. */
  of(workspace: string, personId: string): PersonHistory
  /**
   * As `of` and `seen`, in the numbers of a model.
   *
   * @param indexOf item id → dense id; must not change, translations are remembered by its identity
   */
  densely(workspace: string, personId: string, indexOf: ReadonlyMap<string, number>): DenseHistory
  /**
   * What the person rated, in the numbers of a model: `weights` are stars, 0 to 5, low ones too; repeats stay. What the
   * person did otherwise says nothing about stars and is left out. At most `historyLength` ratings.
   */
  ratings(workspace: string, personId: string, indexOf: ReadonlyMap<string, number>): DenseHistory
  /** How often an item was really shown to somebody (exposures), up to date with the last stored event. */
  exposures(workspace: string, itemId: string): number
  /** Every item the person ever interacted with (views too), as far as remembered. */
  seen(workspace: string, personId: string): ReadonlySet<string>
  /** When the person last did something with an item or was shown it (exposures), in milliseconds since the epoch; as far as remembered. */
  lastSeen(workspace: string, personId: string): ReadonlyMap<string, number>
  /** Whether anything was ever heard of the person. */
  knows(workspace: string, personId: string): boolean
  /**
   * The `n` most popular items that `accept` lets through: the sum of the weights of all interactions, each counting half
   * for every two weeks of its age. Up to date with the last stored event.
   *
   * @param among only these, where they are few
   */
  popular(workspace: string, n: number, accept: (itemId: string) => boolean, among?: readonly string[]): RankedItems
  /** Forgets persons, after their erasure; what is popular forgets them with the next `reload`. */
  forget(workspace: string, personIds: readonly string[]): void
  /** Reads everything from the event store again: after rows were written past the collector (imports). */
  reload(): Promise<void>
  close(): void
}

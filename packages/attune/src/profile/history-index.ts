/** The recent interactions of every person, in memory: what makes a new event change the next decision. */
export interface PersonHistory {
  /** Item ids, oldest first. */
  readonly itemIds: readonly string[]
  readonly kinds: readonly string[]
  readonly weights: Float32Array
  readonly times: Float64Array
}

export interface HistoryIndex {
  /** At most `historyLength` interactions with a weight above zero, after merges; empty for a stranger. */
  of(workspace: string, personId: string): PersonHistory
  /** Every item the person ever interacted with (views too), as far as remembered. */
  seen(workspace: string, personId: string): ReadonlySet<string>
  /** Whether anything was ever heard of the person. */
  knows(workspace: string, personId: string): boolean
}

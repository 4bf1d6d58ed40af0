/** What clusters are made of, of one person; who they are stays in memory while it is worked out. */
export interface ClusterPerson {
  readonly personId: string
  /** Shares of their likes, together 1. */
  readonly categories: ReadonlyMap<string, number>
  readonly brands: ReadonlyMap<string, number>
  /** Of the last 365 days; money in the currency of most. */
  readonly orders: number
  readonly spend: number
  /** Since they were seen last. */
  readonly daysSince: number
  /** Shares of their events: night, morning, afternoon, evening, from midnight in six hours each. */
  readonly hours: readonly [number, number, number, number]
  readonly devices: ReadonlyMap<string, number>
  /** Of length 1; undefined where there are no item vectors. */
  readonly vector: Float32Array | undefined
  /** Traits that name nobody and tell nothing sensitive, as text. */
  readonly traits: ReadonlyMap<string, string>
  /** Titles of what they like most, for words. */
  readonly titles: readonly string[]
}

/** Four values that cut the sorted values of everybody into fifths. */
export type CutPoints = readonly [number, number, number, number]

/** One of the people that likeness is looked for among. */
export interface Sampled {
  readonly personId: string
  /** Interests by name (`category\n…`, `brand\n…`), of length 1 together. */
  readonly interests: ReadonlyMap<string, number>
  /** Of length 1; undefined where there are no item vectors. */
  readonly vector: Float32Array | undefined
}

/** What everybody of a workspace does: that against which one person is read. */
export interface Base {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly people: number
  /** Undefined while fewer than 25 people bought. */
  readonly rfm:
    | {
        readonly currency: string
        readonly buyers: number
        readonly recency: CutPoints
        readonly frequency: CutPoints
        readonly monetary: CutPoints
      }
    | undefined
  /** Pauses between days with orders and between days with events, sorted, of a sample of people. */
  readonly orderPauses: Float64Array
  readonly visitPauses: Float64Array
  readonly sample: readonly Sampled[]
}

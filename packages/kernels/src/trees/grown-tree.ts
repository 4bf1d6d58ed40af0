/** A tree over bins, as it was grown. Children below 0 are leaves: −1 − leaf. */
export interface GrownTree {
  readonly nodes: readonly InnerNode[]
  /** In the order of their rows. */
  readonly leaves: readonly Leaf[]
}

export interface InnerNode {
  readonly feature: number
  /** For each of 256 bins, 1 where its rows go left, otherwise 0. */
  readonly side: Uint8Array
  /** Numeric: bins 0 … bin go left. */
  readonly bin: number
  readonly missingLeft: boolean
  /** Categorical: bins that go left. */
  readonly categories: readonly number[] | undefined
  /** What the split took off the loss of the training rows, twice. */
  readonly gain: number
  /** Training rows that the tree saw here. */
  readonly count: number
  readonly left: number
  readonly right: number
}

export interface Leaf {
  /** Places of its rows in the order of rows. */
  readonly from: number
  readonly count: number
  /** Added to the score, the learning rate included. */
  readonly value: number
}

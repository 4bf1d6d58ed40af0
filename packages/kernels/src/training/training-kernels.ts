/** An array in the memory of a training. It never moves. */
export interface TrainingArray<T extends Float32Array | BigInt64Array | Int32Array> {
  /** Byte address. */
  readonly pointer: number
  readonly view: T
}

export type Floats = TrainingArray<Float32Array>
export type Ids = TrainingArray<BigInt64Array>
export type Ints = TrainingArray<Int32Array>

/** Room to say which of many gradients belong to the same row of a table. */
export interface RowGroups {
  /** Rows of the tables that are grouped here. */
  readonly rowCount: number
  /** [capacity], the row of each gradient. */
  readonly ids: Ints
  /** One for each row of a table, all 0 between calls. */
  readonly slots: Ints
  /** [capacity], the rows that have gradients, in the order in which they first come. */
  readonly distinct: Ints
  /** [capacity + 2] and [capacity]: gradients of distinct[g] are order[starts[g]] … order[starts[g + 1] − 1]. */
  readonly starts: Ints
  readonly order: Ints
  /** How many are distinct, in one number. */
  readonly count: Ints
}

/** A table of which only rows with a gradient move. */
export interface RowTable {
  readonly dimensions: number
  /** [rows × dimensions] */
  readonly numbers: Floats
  /** [capacity × dimensions], the gradients that were grouped; the first of each group holds their sum after `sumGroups`. */
  readonly gradients: Floats
}

export interface RowAdagradStep {
  readonly learningRate: number
  readonly epsilon: number
  /** Taken from each number of a row that moves, times the learning rate. */
  readonly decay: number
  /** The gradient is multiplied with it first. */
  readonly factor: number
}

export interface AdamWStep {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Decoupled: what is multiplied with the learning rate and taken from each number. */
  readonly decay: number
  /** Number of this step, from 1 on. */
  readonly step: number
  /** The gradient is multiplied with it first, as for clipping. */
  readonly factor: number
}

export interface DescentStep {
  readonly learningRate: number
  readonly momentum: number
  readonly nesterov: boolean
  /** Taken from each number, times the learning rate. */
  readonly decay: number
  readonly factor: number
}

/** What is done to a network's numbers between two runs. Arrays of one call have one length. */
export interface TrainingKernels {
  /** AdamW (Loshchilov and Hutter 2019) with corrected bias; parameters, mean and square move. */
  adamW(parameters: Floats, gradient: Floats, mean: Floats, square: Floats, step: AdamWStep): void
  /** LAMB (You et al. 2020): AdamW's direction, as long as the parameters are. The gradient is overwritten. */
  lamb(parameters: Floats, gradient: Floats, mean: Floats, square: Floats, step: AdamWStep): void
  /** Stochastic gradient descent with momentum, as PyTorch defines it. */
  descend(parameters: Floats, gradient: Floats, speed: Floats, step: DescentStep): void
  /** Σ x², in double precision. */
  sumOfSquares(x: Floats): number
  /** to += factor · from. */
  addScaled(to: Floats, from: Floats, factor: number): void
  /** table[ids[i]] += factor · rows[i], where ids may repeat. Ids outside of the table are refused before anything moves. */
  addRows(table: Floats, ids: Ids, rows: Floats, dimensions: number, factor: number): void
  /** groups.ids[at + i] = ids[i]. An id outside of 0 … rowCount − 1 is refused. */
  takeIds(groups: RowGroups, at: number, ids: Ids): void
  /** Groups the first n of groups.ids. */
  groupRows(groups: RowGroups, n: number): void
  /** Adds up the gradients of each group. Returns the sum of the squares of the sums. */
  sumGroups(groups: RowGroups, table: RowTable): number
  /** Adagrad (Duchi et al. 2011) on rows that have a gradient, with one sum of squares a row as DLRM (Naumov et al. 2019). */
  adagradRows(groups: RowGroups, table: RowTable, squares: Floats, step: RowAdagradStep): void
  /** AdamW on rows that have a gradient: mean and square of the others stay as they are. */
  adamWRows(groups: RowGroups, table: RowTable, mean: Floats, square: Floats, step: AdamWStep): void
  /** 0 with probability `rate`, else 1 / (1 − rate), drawn for (seed, step) by place. */
  drawMask(to: Floats, rate: number, seed: number, step: number): void
}

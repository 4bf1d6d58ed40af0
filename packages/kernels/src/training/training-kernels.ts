/** An array in the memory of a training. It never moves. */
export interface TrainingArray<T extends Float32Array | BigInt64Array> {
  /** Byte address. */
  readonly pointer: number
  readonly view: T
}

export type Floats = TrainingArray<Float32Array>
export type Ids = TrainingArray<BigInt64Array>

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
  /** 0 with probability `rate`, else 1 / (1 − rate), drawn for (seed, step) by place. */
  drawMask(to: Floats, rate: number, seed: number, step: number): void
}

/** Something that looks on as a training goes, and may change its parameters between steps. */
export interface Companion {
  /** Its numbers, which are saved and loaded with the training, by names of its own. */
  readonly arrays: ReadonlyMap<string, Float32Array>
  /** After each step. The arrays of `gradients` are those of the step, by name of the parameter, not yet times `factor`. */
  afterStep(step: {
    /** From 1 on. */
    readonly number: number
    readonly parameters: ReadonlyMap<string, Float32Array>
    readonly gradients: ReadonlyMap<string, Float32Array>
    /** What the gradients were multiplied with so that they were not too long. */
    readonly factor: number
  }): void
}

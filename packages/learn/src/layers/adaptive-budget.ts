import type { Graph } from '../graph/graph.ts'
import { sizeOf } from '../graph/tensor.ts'
import { LearnError } from '../learn-error.ts'
import type { Companion } from '../train/companion.ts'
import { type Adaptation, adaptations } from './adaptations.ts'

export interface BudgetOptions {
  /** Steps of the whole training. */
  readonly steps: number
  /** Ranks of an adaptation that are left at the end, on average. */
  readonly rank: number
  /** Steps before any rank is pruned. Default a tenth of all. */
  readonly first?: number
  /** Steps at the end in which those that are left are only trained. Default three tenths of all. */
  readonly last?: number
  /** Steps between two prunings. Default a hundredth of all, at least one. */
  readonly every?: number
  /** How slowly importance changes. Default .85 both, as the paper. */
  readonly beta1?: number
  readonly beta2?: number
}

/**
 * Spends a budget of ranks where they matter (AdaLoRA, Zhang et al. 2023): after each step the importance of every rank of every
 * adaptation is brought up to date, from smoothed |number · gradient| times how much that varies; now and then the least important
 * ones are set to zero, fewer and fewer remaining along a cubic curve.
 *
 * @throws LearnError `bad-option`
 */
export function adaptiveBudget(graph: Graph, options: BudgetOptions): Companion {
  const { steps, rank, beta1 = 0.85, beta2 = 0.85 } = options
  const { first = Math.floor(steps / 10), last = Math.floor((3 * steps) / 10) } = options
  const every = options.every ?? Math.max(1, Math.floor(steps / 100))
  const parts = adaptations(graph)
  const begins = parts.reduce((sum, { weights }) => sum + sizeOf(weights.shape), 0)
  const ends = rank * parts.length
  if (parts.length === 0) throw new LearnError('bad-option', 'This encoder has no adaptive low-rank adaptations.')
  if (!(Number.isInteger(rank) && rank >= 1 && ends <= begins))
    throw new LearnError(
      'bad-option',
      `Of ${begins} ranks in ${parts.length} adaptations ${rank} each cannot be left.`,
      {
        rank,
      },
    )
  if (first + last >= steps)
    throw new LearnError('bad-option', 'There is no step between the first and the last in which to prune.')
  const importances = new Map(
    parts
      .flatMap(({ down, weights, up }) => [down, weights, up])
      .map(({ name, shape }) => [name, new Importance(name, sizeOf(shape), beta1, beta2)]),
  )
  const kept = new Map(parts.map(({ weights }) => [weights.name, new Float32Array(sizeOf(weights.shape)).fill(1)]))
  const budgetOf = (step: number): number => {
    if (step <= first) return begins
    if (step >= steps - last) return ends
    return Math.floor(ends + (begins - ends) * (1 - (step - first) / (steps - last - first)) ** 3)
  }

  return {
    arrays: new Map([
      ...[...importances.values()].flatMap(({ arrays }) => arrays),
      ...[...kept].map(([name, mask]) => [`budget.kept/${name}`, mask] as const),
    ]),
    afterStep({ number, parameters, gradients, factor }) {
      if (number <= steps - last) {
        if (number < steps - last)
          for (const [name, importance] of importances)
            importance.update(parameters.get(name) as Float32Array, gradients.get(name) as Float32Array, factor)
        const prunes = number > first && (number % every === 0 || number === steps - last)
        // Between two prunings what was set to zero may come back, so that a rank is not lost by one bad step.
        for (const mask of kept.values()) mask.fill(1)
        if (prunes) prune(parts, importances, kept, begins - budgetOf(number))
      }
      for (const [name, mask] of kept) {
        const numbers = parameters.get(name) as Float32Array
        for (const [i, one] of mask.entries()) if (one === 0) numbers[i] = 0
      }
    },
  }
}

/** Marks the so many least important ranks of all adaptations together. */
function prune(
  parts: readonly Adaptation[],
  importances: ReadonlyMap<string, Importance>,
  kept: ReadonlyMap<string, Float32Array>,
  count: number,
): void {
  const of = (name: string): Importance => importances.get(name) as Importance
  const all = parts.flatMap(({ down, weights, up }) => {
    const [width, rank] = down.shape as [number, number]
    return Array.from({ length: rank }, (_, i) => {
      let [before, behind] = [0, 0]
      for (let j = 0; j < width; j++) before += of(down.name).at(j * rank + i) / width
      const columns = up.shape[1] as number
      for (let j = 0; j < columns; j++) behind += of(up.name).at(i * columns + j) / columns
      return { name: weights.name, i, importance: of(weights.name).at(i) + before + behind }
    })
  })
  for (const { name, i } of all.sort((a, b) => a.importance - b.importance).slice(0, count))
    (kept.get(name) as Float32Array)[i] = 0
}

/** Of every number of one parameter: smoothed sensitivity times smoothed uncertainty (ibidem, equations 8 to 11). */
class Importance {
  readonly #mean: Float32Array
  readonly #spread: Float32Array
  readonly #beta1: number
  readonly #beta2: number
  readonly arrays: readonly (readonly [string, Float32Array])[]

  constructor(name: string, size: number, beta1: number, beta2: number) {
    this.#mean = new Float32Array(size)
    this.#spread = new Float32Array(size)
    this.#beta1 = beta1
    this.#beta2 = beta2
    this.arrays = [
      [`budget.mean/${name}`, this.#mean],
      [`budget.spread/${name}`, this.#spread],
    ]
  }

  update(numbers: Float32Array, gradient: Float32Array, factor: number): void {
    const [mean, spread, beta1, beta2] = [this.#mean, this.#spread, this.#beta1, this.#beta2]
    for (let i = 0; i < mean.length; i++) {
      const now = Math.abs((numbers[i] as number) * (gradient[i] as number) * factor)
      const smooth = beta1 * (mean[i] as number) + (1 - beta1) * now
      mean[i] = smooth
      spread[i] = beta2 * (spread[i] as number) + (1 - beta2) * Math.abs(now - smooth)
    }
  }

  at(i: number): number {
    return (this.#mean[i] as number) * (this.#spread[i] as number)
  }
}

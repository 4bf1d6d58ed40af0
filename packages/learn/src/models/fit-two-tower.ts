import { Graph } from '../graph/graph.ts'
import { LearnError } from '../learn-error.ts'
import { type FitOptions, type FitResult, fit } from '../train/fit.ts'
import { openTraining } from '../train/open-training.ts'
import { createRandom } from '../train/random.ts'
import { checkItems } from './check-items.ts'
import { drawCases } from './draw-cases.ts'
import { type TwoTowerShape, twoTower } from './two-tower.ts'
import { smallestFor, type TermsOfItems, type TowerCase, twoTowerBatch } from './two-tower-batch.ts'

export interface TwoTowerFitOptions extends Pick<FitOptions, 'keep' | 'from' | 'signal' | 'onProgress' | 'clock'> {
  readonly shape: TwoTowerShape
  /** Items of each person, oldest first, numbered from 0. */
  readonly sequences: readonly Int32Array[]
  /** Of each item, as sparse rows; needed where the shape has terms. */
  readonly terms?: TermsOfItems
  readonly epochs: number
  /** Cases of a step. Default 256. */
  readonly batch?: number
  /** Latest items that a person is made of. Default 20. */
  readonly length?: number
  /** Each step back counts this many times the step after it. Default .9. */
  readonly fading?: number
  /** At most so many cases of a person an epoch. Default 20. */
  readonly casesPerPerson?: number
  /** How often an id is left out, so that texts learn to stand alone. Default .3 with terms, 0 without. */
  readonly idDropout?: number
  /** Default 0. */
  readonly dropout?: number
  /** Default 1e-3. */
  readonly learningRate?: number
  /** Judges after each epoch, and keeps the best. */
  readonly judge?: {
    readonly run: (parameters: ReadonlyMap<string, Float32Array>) => number
    readonly patience: number
  }
  readonly seed?: number
  readonly threads?: number
}

export interface TwoTowerFit {
  /** By name. */
  readonly parameters: ReadonlyMap<string, Float32Array>
  readonly trainableParameters: number
  readonly result: FitResult
}

/**
 * Trains two towers on what people took next, given what they had taken before.
 *
 * @throws LearnError `bad-value` for items out of range, or nobody with two items; what `fit` throws
 */
export async function fitTwoTower(options: TwoTowerFitOptions): Promise<TwoTowerFit> {
  const { shape, sequences, terms, epochs, length = 20, fading = 0.9, casesPerPerson = 20 } = options
  const { dropout = 0, learningRate = 1e-3, judge, seed = 1, threads = 2 } = options
  const { idDropout = shape.terms > 0 ? 0.3 : 0 } = options
  checkData(sequences, shape, terms)
  // No more than an epoch has: what only fills up is worked out too.
  const places = sequences.reduce((sum, sequence) => sum + Math.max(0, sequence.length - 1), 0)
  const batch = Math.max(2, Math.min(options.batch ?? 256, places))
  const cases = drawCases(sequences, { batch, casesPerPerson, seed })
  if (cases.perEpoch === 0) throw new LearnError('bad-value', 'Nobody has two items: nothing follows anything.')
  const sizes = sizesFor(shape.items, batch * (length + 1))
  const termsPerItem = terms ? longestRow(terms.starts) : 0
  const chances = chancesOf(sequences, shape.items)
  // Without this the correction for popularity would have to be learnt back from nothing.
  const biases = Float32Array.from(chances, (chance) => Math.log((chance + 1e-6) * shape.items))
  const networks = sizes.map((distinct) => {
    const graph = new Graph()
    return { graph, loss: twoTower(graph, shape, { batch, distinct, termsPerItem, dropout, biases }) }
  })
  const training = await openTraining({
    networks,
    optimiser: { kind: 'adamW', decay: 0 },
    longestGradient: 5,
    seed,
    threads,
  })
  try {
    const { keep, from, signal, onProgress, clock } = options
    const steps = cases.perEpoch * epochs
    const result = await fit(training, {
      clock,
      ...(keep ? { keep } : {}),
      ...(from ? { from } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      steps,
      learningRate,
      warmUp: Math.min(cases.perEpoch, Math.floor(steps / 10)),
      batchesOf(step) {
        const own: readonly TowerCase[] = cases.of(step).map(([person, at]) => {
          const sequence = sequences[person] as Int32Array
          return { taken: sequence.subarray(Math.max(0, at - length), at), next: sequence[at] as number }
        })
        const random = createRandom(seed, `ids ${step}`)
        return twoTowerBatch(own, {
          batch,
          network: (distinct) => smallestFor(sizes, distinct),
          sizes,
          fading,
          chances,
          keepId: () => random() >= idDropout,
          ...(terms ? { terms, termsPerItem } : {}),
        })
      },
      ...(judge
        ? {
            judge: {
              every: cases.perEpoch,
              better: 'higher' as const,
              patience: judge.patience,
              run: async () => judge.run(training.parameters),
            },
          }
        : {}),
    })
    return {
      parameters: new Map([...training.parameters].map(([name, view]) => [name, view.slice()])),
      trainableParameters: training.trainableParameters,
      result,
    }
  } finally {
    await training.close()
  }
}

/** Numbers of different items that networks are made for: halves of the most there can be. */
function sizesFor(items: number, mostInStep: number): number[] {
  const most = Math.min(items, mostInStep)
  return [...new Set([8, 4, 2, 1].map((part) => Math.ceil(most / part)))]
}

const longestRow = (starts: Int32Array): number => {
  let longest = 1
  for (let row = 0; row + 1 < starts.length; row++)
    longest = Math.max(longest, (starts[row + 1] as number) - (starts[row] as number))
  return longest
}

/** Of each item, its share of all that is taken next. */
function chancesOf(sequences: readonly Int32Array[], items: number): Float64Array {
  const chances = new Float64Array(items)
  let total = 0
  for (const sequence of sequences)
    for (let at = 1; at < sequence.length; at++, total++) (chances[sequence[at] as number] as number) += 1
  return chances.map((count) => count / total)
}

function checkData(sequences: readonly Int32Array[], { items, terms }: TwoTowerShape, given?: TermsOfItems): void {
  checkItems(sequences, items)
  if (terms > 0 !== (given !== undefined) || (given && given.starts.length !== items + 1))
    throw new LearnError('bad-value', `The terms of ${items} items are needed where there are terms, and only there.`)
  if (given?.ids.some((term) => !(term >= 0 && term < terms)))
    throw new LearnError('bad-value', `A term is out of range; there are ${terms}, from 0.`)
}

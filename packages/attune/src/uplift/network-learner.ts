import { binaryCrossEntropy, dense, fit, Graph, meanSquaredError, mlp, multiply, openTraining } from '@attune/learn'
import { type BaseLearner, type FeatureRows, type FittedLearner, type LearnerInput, seededRng } from '@attune/measure'

export interface NetworkOptions {
  /** Default 32 and 16. */
  readonly hidden?: readonly number[]
  /** Default 3, more where the rows are few. */
  readonly epochs?: number
  /** Default 256. */
  readonly batch?: number
  /** Default .002. */
  readonly learningRate?: number
  /** Weight decay. Default .01. */
  readonly decay?: number
  readonly threads?: number
}

/** A network that has moved less often has learnt little. */
const fewestSteps = 400

interface Layer {
  readonly from: number
  readonly to: number
  /** [from × to], row-major. */
  readonly weight: readonly number[]
  readonly bias: readonly number[]
}

/** A perceptron with its scales: `saved` of the learner. */
export interface SavedNetwork {
  readonly kind: 'network'
  readonly target: 'probability' | 'value'
  readonly means: readonly number[]
  readonly scales: readonly number[]
  readonly mean: number
  readonly scale: number
  readonly layers: readonly Layer[]
}

/** A small perceptron as the base of uplift methods: cross-entropy for probabilities, squared differences for values. */
export function networkLearner(options: NetworkOptions = {}): BaseLearner {
  return { name: 'network', fit: async (input) => openNetworkLearner(await train(input, options)) }
}

async function train(input: LearnerInput, options: NetworkOptions): Promise<SavedNetwork> {
  const { x, y, weights, target, rng } = input
  const { hidden = [32, 16], learningRate = 2e-3, decay = 0.01, threads = 2 } = options
  const batch = Math.min(options.batch ?? 256, x.rows)
  const { means, scales } = scalesOf(x)
  const { mean, scale } = target === 'value' ? spreadOf(y) : { mean: 0, scale: 1 }
  const graph = new Graph()
  const output = dense(
    mlp(graph.input('x', 'float32', [batch, x.columns]), { prefix: 'layer', widths: hidden }),
    'output',
    1,
  )
  const truths = graph.input('y', 'float32', [batch, 1])
  const counts = graph.input('weights', 'float32', [batch, 1])
  // Squared differences times a weight are those of numbers times its root.
  const loss =
    target === 'probability'
      ? binaryCrossEntropy(output, truths, counts)
      : meanSquaredError(multiply(output, counts), multiply(truths, counts))
  const seed = Math.floor(rng() * 2 ** 31)
  const training = await openTraining({
    networks: [{ graph, loss }],
    optimiser: { kind: 'adamW', decay },
    seed,
    threads,
  })
  try {
    const perEpoch = Math.max(1, Math.ceil(x.rows / batch))
    const epochs = options.epochs ?? Math.max(3, Math.ceil(fewestSteps / perEpoch))
    const order = shuffled(x.rows)
    await fit(training, {
      steps: perEpoch * epochs,
      learningRate,
      warmUp: 0.1,
      // Nobody watches this one's speed.
      clock: () => 0,
      batchesOf(step) {
        const chosen = order(Math.floor((step - 1) / perEpoch), seed)
        const inputs = {
          x: new Float32Array(batch * x.columns),
          y: new Float32Array(batch),
          weights: new Float32Array(batch),
        }
        for (let place = 0; place < batch; place++) {
          const row = chosen[(((step - 1) % perEpoch) * batch + place) % x.rows] as number
          const weight = weights ? (weights[row] as number) : 1
          inputs.weights[place] = target === 'probability' ? weight : Math.sqrt(weight)
          inputs.y[place] = ((y[row] as number) - mean) / scale
          for (let j = 0; j < x.columns; j++)
            inputs.x[place * x.columns + j] =
              ((x.values[row * x.columns + j] as number) - (means[j] as number)) / (scales[j] as number)
        }
        return { inputs }
      },
    })
    const names = [...hidden.map((_, at) => `layer.${at}`), 'output']
    const widths = [x.columns, ...hidden, 1]
    const layers = names.map((name, at) => ({
      from: widths[at] as number,
      to: widths[at + 1] as number,
      weight: [...(training.parameters.get(`${name}.weight`) ?? [])],
      bias: [...(training.parameters.get(`${name}.bias`) ?? [])],
    }))
    return { kind: 'network', target, means, scales, mean, scale, layers }
  } finally {
    await training.close()
  }
}

/** Rows in another order each epoch. */
function shuffled(rows: number): (epoch: number, seed: number) => Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  let last = -1
  return (epoch, seed) => {
    if (epoch === last) return order
    last = epoch
    const random = seededRng(seed + epoch)
    for (let i = rows - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      const kept = order[i] as number
      order[i] = order[j] as number
      order[j] = kept
    }
    return order
  }
}

function scalesOf({ values, rows, columns }: FeatureRows) {
  const all = Array.from({ length: columns }, (_, j) =>
    spreadOf(Float64Array.from({ length: rows }, (__, row) => values[row * columns + j] as number)),
  )
  return { means: all.map(({ mean }) => mean), scales: all.map(({ scale }) => scale) }
}

function spreadOf(values: Float64Array) {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  const scale = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length) || 1
  return { mean, scale }
}

/** Asked without a session: a few thousand products a row. */
export function openNetworkLearner(saved: SavedNetwork): FittedLearner {
  const { means, scales, mean, scale, target, layers } = saved
  return {
    saved,
    predict({ values, rows, columns }) {
      let state = values.map(
        (value, at) => (value - (means[at % columns] as number)) / (scales[at % columns] as number),
      )
      for (const [at, layer] of layers.entries()) state = through(layer, state, rows, at < layers.length - 1)
      return state.map((output) => (target === 'probability' ? 1 / (1 + Math.exp(-output)) : mean + scale * output))
    },
  }
}

/** All rows through one layer, [rows × from] → [rows × to]. */
function through(layer: Layer, state: Float64Array, rows: number, bent: boolean): Float64Array<ArrayBuffer> {
  const { from, to } = layer
  const weight = Float64Array.from(layer.weight)
  const next = new Float64Array(rows * to)
  for (let row = 0; row < rows; row++) {
    const start = row * to
    for (let j = 0; j < to; j++) next[start + j] = layer.bias[j] as number
    for (let i = 0; i < from; i++) {
      const value = state[row * from + i] as number
      if (value === 0) continue
      for (let j = 0; j < to; j++)
        next[start + j] = (next[start + j] as number) + value * (weight[i * to + j] as number)
    }
  }
  return bent ? next.map((value) => Math.max(0, value)) : next
}

import type { Graph } from '../../graph/graph.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { bilinearAggregation } from '../../layers/bilinear-aggregation.ts'
import { crossNetwork } from '../../layers/cross-network.ts'
import { dense, glorot } from '../../layers/dense.ts'
import { fieldPairs } from '../../layers/factorisation-machine.ts'
import { mlp } from '../../layers/mlp.ts'
import { LearnError } from '../../learn-error.ts'
import { add, multiply, scale } from '../../ops/arithmetic.ts'
import { sigmoid } from '../../ops/functions.ts'
import { concat } from '../../ops/shapes.ts'
import { multiTaskNetwork } from './multi-task-network.ts'
import { type RankerFeatures, rankerFeatures } from './ranker-features.ts'
import {
  type CompleteRankerOptions,
  completeRankerOptions,
  multiTaskKinds,
  type RankerOptions,
} from './ranker-options.ts'
import type { RankerShape } from './ranker-shape.ts'

/**
 * The network of a ranker up to its logits, one [batch × 1] for each objective; sigmoid of them are probabilities.
 *
 * - `lr`: logistic regression.
 * - `fm`: factorisation machine (Rendle 2010).
 * - `deepfm`: a factorisation machine and a perceptron on the same embeddings (Guo et al. 2017).
 * - `dcnv2`: cross network and perceptron side by side (Wang et al. 2021).
 * - `finalmlp`: two gated perceptrons, brought together by pairs (Mao et al. 2023).
 * - `din`: a perceptron over embeddings and those items of the histories that matter for the one in question (Zhou et al. 2018).
 * - several objectives: see `multiTaskNetwork`.
 *
 * @param objectives how many there are
 * @throws LearnError `bad-option`
 */
export function rankerNetwork(
  graph: Graph,
  shape: RankerShape,
  options: RankerOptions,
  {
    batch,
    objectives,
    training = false,
  }: { readonly batch: number; readonly objectives: number; readonly training?: boolean },
): readonly Tensor[] {
  const given = completeRankerOptions(options)
  const complete = training ? given : { ...given, dropout: 0 }
  const { kind, width } = complete
  const several = (multiTaskKinds as readonly string[]).includes(kind)
  if (!several && objectives !== 1)
    throw new LearnError(
      'bad-option',
      `${kind} has one objective; for ${objectives} take ${multiTaskKinds.join(', ')}.`,
    )
  const lists = several || kind === 'din' ? 'attention' : 'mean'
  const features = rankerFeatures(graph, shape, { batch, width, lists })
  return several ? multiTaskNetwork(features.parts(), complete, objectives) : [single(features, complete)]
}

function single(features: RankerFeatures, options: CompleteRankerOptions): Tensor {
  const { kind, hidden, dropout } = options
  const deep = (x: Tensor | readonly Tensor[], prefix = 'deep', widths = hidden): Tensor =>
    mlp(x, { prefix, widths, dropout })
  switch (kind) {
    case 'lr':
      return features.linear()
    case 'fm':
      return add(features.linear(), fieldPairs(features.embedded(), features.fieldCount))
    case 'deepfm': {
      const pairs = fieldPairs(features.embedded(), features.fieldCount)
      return add(add(features.linear(), pairs), dense(deep(features.parts()), 'deep.out', 1))
    }
    case 'dcnv2': {
      const x = concat(features.parts(), 1)
      return dense([crossNetwork(x, { prefix: 'cross', layers: options.crossLayers }), deep(x)], 'out', 1)
    }
    case 'finalmlp': {
      const [left, right] = [0, 1].map((stream) =>
        deep(gated(features, stream), `stream.${stream}`, widthsOf(options, stream)),
      )
      return bilinearAggregation(left as Tensor, right as Tensor, { prefix: 'pairs', heads: options.heads })
    }
    default:
      return dense(deep(features.parts()), 'deep.out', 1)
  }
}

const widthsOf = ({ hidden, otherHidden }: CompleteRankerOptions, stream: number): readonly number[] =>
  stream === 0 ? hidden : otherHidden

/** Feature selection of FinalMLP without a context: each stream learns how much each number counts, from 0 to 2 times. */
function gated(features: RankerFeatures, stream: number): Tensor {
  const x = concat(features.parts(), 1)
  const { graph } = x
  const length = x.shape[1] as number
  const context = graph.parameter(`gate.${stream}.context`, [1, contextWidth], glorot(1, contextWidth))
  const inner = mlp(context, { prefix: `gate.${stream}`, widths: [contextWidth] })
  return multiply(x, scale(sigmoid(dense(inner, `gate.${stream}.out`, length)), 2))
}

const contextWidth = 32

import type { Tensor } from '../../graph/tensor.ts'
import { LearnError } from '../../learn-error.ts'
import { recallAt } from '../../measures/vectors.ts'
import { add, divide, shift } from '../../ops/arithmetic.ts'
import { notSeen } from '../../ops/attention.ts'
import { square, squareRoot } from '../../ops/functions.ts'
import { crossEntropy } from '../../ops/losses.ts'
import { matmul } from '../../ops/matrix.ts'
import { sum } from '../../ops/reductions.ts'
import { slice } from '../../ops/shapes.ts'
import { type Head, weightsOf } from '../head.ts'
import { textVectors } from '../text-vectors.ts'
import { unit } from '../unit.ts'

export interface ContrastiveOptions {
  /** What a cosine is multiplied with before the softmax: 1 / temperature. Default 20. */
  readonly scale?: number
  /** An example has a third text that is like the first and means something else. Default false. */
  readonly hardNegatives?: boolean
}

/**
 * Vectors of texts such that those of a pair lie together and others apart: of all second texts of a batch, which is the first's?
 * (multiple negatives ranking, Henderson et al. 2017). The same text twice as a pair is learning without labels: dropout differs
 * (SimCSE, Gao et al. 2021). An example's label is the number of the group it belongs to: those of its own group do not count as
 * others; give each its own number where there are no groups.
 *
 * The answer is the vector, 1 long; judged by how often the second text of an example is the nearest to the first.
 */
export function contrastive({
  scale = 20,
  hardNegatives = false,
}: ContrastiveOptions = {}): Head<number, Float32Array> {
  const texts = hardNegatives ? 3 : 2
  return {
    texts,
    write(graph, on) {
      const pairs = on.batch / texts
      const vectors = textVectors(graph, on.shape, { ...on, ...on.tuning })
      const length = squareRoot(shift(sum(square(vectors), { axes: [1], keep: true }), 1e-12))
      const units = divide(vectors, length)
      const cosines = matmul(slice(units, 0, 0, pairs), slice(units, 0, pairs, on.batch), {
        transposeB: true,
        factor: scale,
      })
      const scores: Tensor = add(cosines, graph.input('hidden', 'float32', [pairs, (texts - 1) * pairs]))
      const own = graph.indices([...Array(pairs).keys()])
      const loss = crossEntropy(scores, own, { weights: graph.input('weights', 'float32', [pairs]) })
      return { loss, answers: { vector: vectors } }
    },
    check(example, at) {
      if (example.texts.length !== texts)
        throw new LearnError('bad-value', `Example ${at} has ${example.texts.length} texts, not ${texts}.`, { at })
    },
    inputs(examples, { examples: places }) {
      const columns = (texts - 1) * places
      const hidden = new Float32Array(places * columns)
      for (let i = 0; i < places; i++)
        for (let j = 0; j < columns; j++) {
          const other = examples[j % places]
          // An empty place looks at its own column, for a softmax over nothing is no number.
          const isOwn = i === j
          const friend = j < places && other !== undefined && other.label === examples[i]?.label
          if (!isOwn && (other === undefined || friend)) hidden[i * columns + j] = notSeen
        }
      return { hidden, weights: weightsOf(examples.length, places) }
    },
    read: ({ vector = new Float32Array(0) }) => unit(vector),
    judgement: {
      better: 'higher',
      of(answers, examples) {
        const [first, second] = [0, 1].map((i) => answers.map((of) => of[i] as Float32Array)) as [
          Float32Array[],
          Float32Array[],
        ]
        const groups = examples.map(({ label }) => label)
        return recallAt(first, second, 1, { first: groups, second: groups })
      },
    },
  }
}

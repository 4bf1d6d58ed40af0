import { fitCentroid } from './fit-centroid.ts'
import { fitLinearSvm, type LinearModel, type LinearOptions } from './fit-linear-svm.ts'
import { fitLogistic } from './fit-logistic.ts'
import { fitSoftmax } from './fit-softmax.ts'
import { fitComplementNaiveBayes, logCountRatios, scaleColumns } from './naive-bayes.ts'
import { rowCount, type SparseRows } from './sparse-rows.ts'

/** One of the models of which a text classifier is made. */
export interface Member {
  /**
   * `svm`: linear support vector machine. `logistic`: logistic regression. `nb-svm`: support vector machine on terms weighed by
   * how they speak for the class (Wang and Manning 2012). `naive-bayes`: complement naive Bayes (Rennie et al. 2003). `softmax`:
   * logistic regression of all classes at once; the others are trained one class against the rest. `centroid`: the mean of the class
   * less that of the others (Rocchio 1971), for a handful of examples.
   */
  readonly kind: 'svm' | 'logistic' | 'nb-svm' | 'naive-bayes' | 'softmax' | 'centroid'
  /** Numbers of the views it sees; the vectors passed in come after the views of the text. */
  readonly views: readonly number[]
  /** Cost of a row on the wrong side (C); for `naive-bayes` the smoothing. */
  readonly cost: number
}

/** A member's lines: one a class, or one alone (for the second class) where there are two. */
export interface FittedMember {
  readonly lines: readonly LinearModel[]
}

export interface MemberOptions {
  readonly classes: number
  /** What a row of each class counts. */
  readonly weights: readonly number[]
  readonly random: () => number
}

/** Trains a member one class against the rest. */
export function fitMember(
  member: Member,
  rows: SparseRows,
  labels: Int32Array,
  { classes, weights, random }: MemberOptions,
): FittedMember {
  if (member.kind === 'softmax' && classes > 2) {
    const costs = weights.map((weight) => weight * member.cost)
    return { lines: fitSoftmax(rows, labels, { classes, costs, random }) }
  }
  const heads = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k)
  return {
    lines: heads.map((head) => {
      const truths = Int8Array.from(labels, (label) => (label === head ? 1 : -1))
      const own = weights[head] as number
      const others = classes === 2 ? (weights[0] as number) : 1
      return fitLine(member, rows, truths, { costs: [member.cost * own, member.cost * others], random }, classes)
    }),
  }
}

function fitLine(
  { kind, cost }: Member,
  rows: SparseRows,
  truths: Int8Array,
  options: LinearOptions,
  classes: number,
): LinearModel {
  switch (kind) {
    case 'svm':
      return fitLinearSvm(rows, truths, options)
    case 'softmax':
    case 'logistic':
      return fitLogistic(rows, truths, options)
    case 'naive-bayes':
      return fitComplementNaiveBayes(rows, truths, { smoothing: cost, classes })
    case 'centroid':
      return fitCentroid(rows, truths)
    case 'nb-svm': {
      const ratios = logCountRatios(rows, truths, 1)
      const { weights, bias } = fitLinearSvm(scaleColumns(rows, ratios), truths, options)
      // The columns' factors go into the line, so that it reads the rows as they are.
      return { weights: weights.map((weight, k) => weight * (ratios[k] as number)), bias }
    }
  }
}

/** Decisions of a member: rows × classes; for two classes half the line's decision for the second, and its negative. */
export function memberScores({ lines }: FittedMember, rows: SparseRows, classes: number): Float64Array {
  const n = rowCount(rows)
  const scores = new Float64Array(n * classes)
  for (const [head, { weights, bias }] of lines.entries()) {
    for (let row = 0; row < n; row++) {
      let decision = bias
      for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++)
        decision += (weights[rows.indices[k] as number] as number) * (rows.values[k] as number)
      if (classes === 2) {
        scores[row * 2] = -decision / 2
        scores[row * 2 + 1] = decision / 2
      } else scores[row * classes + head] = decision
    }
  }
  return scores
}

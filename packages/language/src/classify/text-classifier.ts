import { rowCount } from './sparse-rows.ts'
import { blocksOf, featureBlocks, textFeaturesOf } from './text-features.ts'
import type { TermWeights } from './tf-idf.ts'

/** All of a trained text classifier; plain data. */
export interface TextClassifierData {
  readonly labels: readonly string[]
  readonly views: readonly TermWeights[]
  /** Length of the vectors that it sees beside the terms; 0 for none. */
  readonly dimensions: number
  /** Columns of all views and vectors × lines; one line a label, or one for the second of two. */
  readonly weights: Float32Array
  readonly biases: Float32Array
  /** Whether probabilities were calibrated on texts that were held out. */
  readonly calibrated: boolean
}

export interface TextPrediction {
  readonly label: string
  readonly probability: number
  /** How strongly the label is spoken for, whatever is said for others: low for texts of a kind that was never taught. */
  readonly logit: number
  /** In the order of `labels`. */
  readonly probabilities: Float64Array
}

/** A term and what it adds to the logit of the label, less what it adds to the other labels on average. */
export interface TermWeight {
  readonly term: string
  readonly weight: number
}

export interface TextClassifier {
  readonly labels: readonly string[]
  readonly data: TextClassifierData
  predict(texts: readonly string[], vectors?: readonly ArrayLike<number>[]): TextPrediction[]
  /** Logits, texts × labels: what `predict` makes probabilities of. */
  logits(texts: readonly string[], vectors?: readonly ArrayLike<number>[]): Float64Array
  /** The terms that speak most for and against a label (default: the predicted one), heaviest first. */
  explain(text: string, options?: { readonly label?: string; readonly count?: number }): TermWeight[]
}

/** A classifier from what was saved of it. */
export function textClassifierOf(data: TextClassifierData): TextClassifier {
  const { labels, weights, biases } = data
  const features = textFeaturesOf(data.views, data.dimensions)
  const heads = biases.length
  const every = Array.from({ length: features.views.length + (data.dimensions > 0 ? 1 : 0) }, (_, block) => block)

  const logits: TextClassifier['logits'] = (texts, vectors) => {
    const rows = blocksOf(featureBlocks(features, texts, vectors), every)
    const found = new Float64Array(rowCount(rows) * labels.length)
    const lines = new Float64Array(heads)
    for (let row = 0; row < rowCount(rows); row++) {
      lines.set(biases)
      for (let at = rows.starts[row] as number; at < (rows.starts[row + 1] as number); at++) {
        const from = (rows.indices[at] as number) * heads
        const value = rows.values[at] as number
        for (let head = 0; head < heads; head++) (lines[head] as number) += value * (weights[from + head] as number)
      }
      if (heads === labels.length) found.set(lines, row * heads)
      else found.set([-(lines[0] as number) / 2, (lines[0] as number) / 2], row * 2)
    }
    return found
  }

  const predict: TextClassifier['predict'] = (texts, vectors) => {
    const found = logits(texts, vectors)
    return texts.map((_, row) => {
      const own = found.subarray(row * labels.length, (row + 1) * labels.length)
      const probabilities = softmax(own)
      const best = probabilities.reduce((at, p, k) => (p > (probabilities[at] as number) ? k : at), 0)
      return {
        label: labels[best] as string,
        probability: probabilities[best] as number,
        logit: own[best] as number,
        probabilities,
      }
    })
  }

  return {
    labels,
    data,
    logits,
    predict,
    explain(text, { label, count = 10 } = {}) {
      if (data.dimensions > 0 && label === undefined) return []
      const wanted = labels.indexOf(label ?? (predict([text])[0]?.label as string))
      if (wanted === -1) return []
      const sums = new Map<string, number>()
      let offset = 0
      for (const view of features.views) {
        const row = view.rows([text])
        const times = new Map<number, number>()
        view.each(text, (column) => times.set(column, (times.get(column) ?? 0) + 1))
        const values = new Map(Array.from(row.indices, (column, at) => [column, row.values[at] as number]))
        view.each(text, (column, term) => {
          const share = (values.get(column) as number) / (times.get(column) as number)
          sums.set(term(), (sums.get(term()) ?? 0) + share * speaksFor(data, offset + column, wanted))
        })
        offset += row.columns
      }
      return [...sums]
        .map(([term, weight]) => ({ term, weight }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .slice(0, count)
    },
  }
}

function speaksFor({ weights, biases, labels }: TextClassifierData, column: number, label: number): number {
  const heads = biases.length
  if (heads < labels.length) return (label === 1 ? 1 : -1) * (weights[column] as number)
  let others = 0
  for (let head = 0; head < heads; head++) if (head !== label) others += weights[column * heads + head] as number
  return (weights[column * heads + label] as number) - others / (heads - 1)
}

/** Probabilities of logits. */
export function softmax(logits: Float64Array): Float64Array {
  const highest = Math.max(...logits)
  const parts = logits.map((logit) => Math.exp(logit - highest))
  const total = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => part / total)
}

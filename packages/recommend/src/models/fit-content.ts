import { completeParameters, type ParameterSet } from '../complete-parameters.ts'
import { RecommendError } from '../errors.ts'
import { linear, log, number } from '../parameter-schemas.ts'
import type { History, Recommender, SavedRecommender } from '../recommender.ts'
import { type SparseVectors, transposeVectors } from './distinct-histories.ts'
import { type ItemText, itemTextVectors, type TextWeights } from './item-text-vectors.ts'
import { areRows } from './neighbours-from.ts'
import { rowProduct } from './row-product.ts'
import { scoreBoard } from './score-board.ts'
import { sharesOf } from './shares-of.ts'
import { stepFactors } from './step-factors.ts'
import { rowOf } from './vector-similarity.ts'

export interface ContentParameters extends TextWeights {
  /** Each step back in the history counts this many times the step after it, 0 … 1. */
  readonly decay: number
}

export const contentParameters: ParameterSet = {
  kind: 'content',
  parameters: [
    number('titleWeight', 2, 0, 100, {
      en: 'How many times a word of the title counts beside one of the description.',
      zh: '标题中的词相对于描述中的词的权重。',
      tune: log(0.25, 16),
    }),
    number('categoryWeight', 2, 0, 100, {
      en: 'How many times a category counts beside a word of the description.',
      zh: '类目相对于描述中的词的权重。',
      tune: log(0.25, 16),
    }),
    number('maxShare', 0.1, 0.001, 1, {
      en: 'Words in more than this share of the items (and in more than 20 items) are left out.',
      zh: '出现在超过该比例（且超过 20 个）物品中的词不予考虑。',
      tune: log(0.01, 1),
    }),
    number('decay', 0.9, 0, 1, {
      en: 'Each step back in the history counts this many times the step after it.',
      zh: '历史中每往前一步，权重乘以该系数。',
      tune: linear(0.5, 1),
    }),
  ],
}

/**
 * Content: items whose texts are like those of the history, by TF-IDF and cosine. Needs nobody to have had an item, so it
 * serves items on their first day.
 *
 * score(j) = Σ over history interactions h of weight_h · decay^(steps back of h) · cosine(h, j)
 *
 * @param itemCount how many dense ids there are
 * @param textOf what is written about an item, by dense id; undefined for nothing
 * @throws RecommendError `bad-parameter`; `no-texts` when no item has a term
 * @example
 * const model = fitContent(ids.length, (item) => ({ title: titles[item] }))
 */
export function fitContent(
  itemCount: number,
  textOf: (item: number) => ItemText | undefined,
  options: Partial<ContentParameters> = {},
): Recommender {
  const parameters = completeParameters(contentParameters, { ...options }) as unknown as ContentParameters
  return contentOf(itemTextVectors(itemCount, textOf, parameters), parameters)
}

/** @throws RecommendError `bad-model` when arrays are missing or do not fit together */
export function loadContent({ parameters, arrays }: SavedRecommender): Recommender {
  const { indptr, terms, values, termCount } = arrays
  const dimensions = termCount?.[0] ?? -1
  if (
    !(indptr instanceof Int32Array && terms instanceof Int32Array && values instanceof Float64Array) ||
    !(dimensions >= 0 && areRows(indptr, terms, dimensions)) ||
    values.length !== terms.length
  ) {
    const expected = 'indptr (Int32), terms (Int32), values (Float64) and termCount (Int32) that fit together'
    throw new RecommendError('bad-model', `A saved content model needs the arrays ${expected}.`)
  }
  return contentOf({ indptr, indices: terms, values, dimensions }, parameters as unknown as ContentParameters)
}

function contentOf(vectors: SparseVectors, parameters: ContentParameters): Recommender {
  const itemCount = vectors.indptr.length - 1
  const postings = transposeVectors(vectors)
  const board = scoreBoard(itemCount)

  const factorsOf = (history: History): ReadonlyMap<number, number> => stepFactors(history, itemCount, parameters.decay)

  function accumulate(factors: ReadonlyMap<number, number>): void {
    const profile = new Map<number, number>()
    for (const [item, factor] of factors) {
      const { indices, values } = rowOf(vectors, item)
      for (const [at, term] of indices.entries()) {
        profile.set(term, (profile.get(term) ?? 0) + factor * (values[at] as number))
      }
    }
    for (const [term, strength] of profile) {
      const end = postings.indptr[term + 1] as number
      for (let slot = postings.indptr[term] as number; slot < end; slot++) {
        board.add(postings.indices[slot] as number, strength * (postings.values[slot] as number))
      }
    }
  }

  const cosine = (a: number, b: number): number => rowProduct(vectors, a, b)

  return {
    kind: 'content',
    itemCount,
    recommend(history, n, { exclude } = {}) {
      accumulate(factorsOf(history))
      return board.best(n, exclude)
    },
    score(history, items) {
      accumulate(factorsOf(history))
      return board.read(items)
    },
    similarItems(item, n, { exclude } = {}) {
      if (item >= 0 && item < itemCount) accumulate(new Map([[item, 1]]))
      return board.best(n, (other) => other === item || exclude?.(other) === true)
    },
    cosines: (items) => (a, b) => cosine(items[a] as number, items[b] as number),
    /** Exact: the parts of the sum. */
    explain(history, item, n) {
      if (!(item >= 0 && item < itemCount)) return []
      const parts = Array.from(factorsOf(history), ([source, factor]): [number, number] => [
        source,
        factor * cosine(source, item),
      ])
      return sharesOf(parts, n)
    },
    save: () => ({
      kind: 'content',
      parameters: { ...parameters },
      arrays: {
        indptr: vectors.indptr,
        terms: vectors.indices,
        values: vectors.values,
        termCount: Int32Array.of(vectors.dimensions),
      },
    }),
  }
}

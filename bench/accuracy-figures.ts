import { type Evaluation, evaluate, leaveOneOut } from '@attune/recommend'
import { amazonSequences, movielensNcf, movielensTraining } from './accuracy-data.ts'
import type { Figure } from './figure.ts'

/** A figure with its 95 % interval over persons, where it has one. */
export interface AccuracyFigure extends Figure {
  readonly low?: number
  readonly high?: number
}

export interface FigureOptions {
  readonly progress: (text: string) => void
  /** Of the bootstrap; 0 leaves intervals out. */
  readonly resamples: number
}

const now = (): number => performance.now()
const isThirdDigit = (value: number, asked: number): boolean => value.toFixed(3) === asked.toFixed(3)

/** Plain item-kNN: cosine of all neighbours, no order, the reference that must be reached before anything is added. */
const plain = {
  neighbours: 10_000,
  shrinkage: 0,
  personExponent: 0,
  decay: 1,
  transitionWeight: 0,
  transitionSteps: 0,
} as const

function rows(name: string, { metrics }: Evaluation, asked: Readonly<Record<string, number>> = {}): AccuracyFigure[] {
  return ['hr@10', 'ndcg@10'].map((metric) => {
    const { value, low, high } = metrics[metric] ?? { value: Number.NaN, low: null, high: null }
    const floor = asked[metric]
    return {
      measure: `${name}, ${metric.toUpperCase()}`,
      value,
      unit: '',
      ...(low !== null && high !== null ? { low, high } : {}),
      ...(floor === undefined ? {} : { asked: `≥ ${floor}`, met: value >= floor }),
    }
  })
}

/** movielens-1m, the protocol of He et al. 2017. */
export async function movielensFigures({ progress, resamples }: FigureOptions): Promise<AccuracyFigure[]> {
  progress('movielens-1m: reading')
  const split = movielensNcf(movielensTraining())
  const ask = (model: string, ties: 'mid-rank' | 'smaller-id', parameters = {}): Promise<Evaluation> =>
    evaluate({ split, model, parameters, ties, cutoffs: [10], resamples, now })
  progress('movielens-1m: popularity')
  const published = rows('movielens-1m, NCF: popularity, ties by mid-rank', await ask('popularity', 'mid-rank')).map(
    (figure, at) => {
      const asked = at === 0 ? 0.454 : 0.254
      return { ...figure, asked: String(asked), met: isThirdDigit(figure.value, asked) }
    },
  )
  const popularity = await ask('popularity', 'smaller-id')
  progress('movielens-1m: item-kNN')
  const knn = await ask('recencyItemKnn', 'mid-rank')
  return [
    ...published,
    ...rows('movielens-1m, NCF: popularity, ties to the smaller item id', popularity),
    ...rows('movielens-1m, NCF: recencyItemKnn', knn, { 'ndcg@10': 0.39 }),
    {
      measure: 'movielens-1m: fit of recencyItemKnn',
      value: knn.fitSeconds,
      unit: 's',
      asked: '≤ 5',
      met: knn.fitSeconds <= 5,
    },
  ]
}

/** amazon-sequences, ranked among all items: matrix s[:-2], query s[:-1], the query's items left out, ties by item id. */
export async function amazonFigures({ progress, resamples }: FigureOptions): Promise<AccuracyFigure[]> {
  const floors = { Beauty: 0.047, Toys_and_Games: 0.058 } as const
  const figures: AccuracyFigure[] = []
  for (const name of ['Beauty', 'Toys_and_Games'] as const) {
    progress(name)
    const split = leaveOneOut(amazonSequences(name), { matrix: 'before-previous' })
    const ask = (model: string, parameters = {}): Promise<Evaluation> =>
      evaluate({ split, model, parameters, cutoffs: [10], resamples, now })
    figures.push(
      ...rows(`${name}, full ranking: popularity`, await ask('popularity')),
      ...rows(`${name}, full ranking: plain item-kNN`, await ask('recencyItemKnn', plain)),
      ...rows(`${name}, full ranking: recencyItemKnn`, await ask('recencyItemKnn'), { 'ndcg@10': floors[name] }),
    )
  }
  return figures
}

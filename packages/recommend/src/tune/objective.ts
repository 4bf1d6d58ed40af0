import { RecommendError } from '../errors.ts'

/** What tuning makes as good as it can. */
export interface Objective {
  /** `ndcg@10`, `recall@20`, … or `rmse`, `mae`. */
  readonly metric: string
  /** Whether it is about lists or about predicted ratings. */
  readonly of: 'lists' | 'ratings'
  readonly better: 'higher' | 'lower'
  /** Length of the lists; 0 for ratings. */
  readonly cutoff: number
}

/**
 * The objective that a name stands for.
 *
 * @throws RecommendError `bad-parameter` for any other text
 * @example
 * objectiveOf('recall@20') // → { metric: 'recall@20', of: 'lists', better: 'higher', cutoff: 20 }
 */
export function objectiveOf(metric: string): Objective {
  if (metric === 'rmse' || metric === 'mae') return { metric, of: 'ratings', better: 'lower', cutoff: 0 }
  const match = /^(?:hr|ndcg|recall|precision|map|mrr)@([1-9]\d{0,3})$/.exec(metric)
  if (match) return { metric, of: 'lists', better: 'higher', cutoff: Number(match[1]) }
  const message = `There is no objective ${JSON.stringify(metric)}; there are hr@k, ndcg@k, recall@k, precision@k, map@k, mrr@k (k from 1 to 9999), rmse and mae.`
  throw new RecommendError('bad-parameter', message, { parameter: 'metric' })
}

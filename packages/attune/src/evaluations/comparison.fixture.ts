import type { Comparison, EvaluatedModel } from '../api/schemas/evaluations.ts'

type Ends = readonly [value: number, low: number, high: number]

/** A model with one measure. */
export function modelOf(name: string, metric: string, [value, low, high]: Ends, difference?: Ends): EvaluatedModel {
  return {
    name,
    kind: name,
    parameters: {},
    metrics: { [metric]: value },
    intervals: { [metric]: [low, high] },
    differences: difference ? { [metric]: { value: difference[0], low: difference[1], high: difference[2] } } : {},
    persons: 1000,
    skipped: 0,
    fitSeconds: 1,
    evaluateSeconds: 1,
  }
}

export function comparisonOf(models: readonly EvaluatedModel[], more: Partial<Comparison> = {}): Comparison {
  return {
    data: 'shop.csv',
    protocol: 'leave-one-out',
    matrix: 'all-but-two',
    order: 'times',
    seed: 1,
    persons: 1000,
    items: 50,
    cases: 1000,
    metric: 'ndcg@10',
    better: 'higher',
    models: [...models],
    ...more,
  }
}

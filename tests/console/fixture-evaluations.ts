import type { EvaluatedModel, EvaluationList } from 'attune/api-types'

const day = 86_400_000

/** Values of two measures with the half-widths of their intervals, and the differences to the first model with theirs. */
function model(
  name: string,
  kind: string,
  parameters: EvaluatedModel['parameters'],
  values: Readonly<Record<string, readonly [value: number, half: number, difference?: number, half?: number]>>,
  coverage: number | undefined,
  fitSeconds: number,
): EvaluatedModel {
  const of = Object.entries(values)
  return {
    name,
    kind,
    parameters,
    metrics: {
      ...Object.fromEntries(of.map(([key, [value]]) => [key, value])),
      ...(coverage === undefined ? {} : { 'coverage@10': coverage }),
    },
    intervals: Object.fromEntries(of.map(([key, [value, half]]) => [key, [value - half, value + half]])),
    differences: Object.fromEntries(
      of.flatMap(([key, [, , difference, half = 0]]) =>
        difference === undefined ? [] : [[key, { value: difference, low: difference - half, high: difference + half }]],
      ),
    ),
    persons: 6040,
    skipped: 0,
    fitSeconds,
    evaluateSeconds: 2.4,
  }
}

/** Made-up evaluations: one of lists with a clear winner, one of ratings, where lower is better and two are hard to tell apart. */
export function fixtureEvaluations(at: (ms: number) => string): EvaluationList['evaluations'] {
  return [
    {
      name: 'spring',
      at: at(2 * day),
      comparison: {
        data: 'tea-shop.csv',
        protocol: 'leave-one-out',
        matrix: 'all-but-two',
        order: 'times',
        seed: 1,
        persons: 6040,
        items: 412,
        cases: 6040,
        metric: 'ndcg@10',
        better: 'higher',
        models: [
          model('popularity', 'popularity', {}, { 'ndcg@10': [0.0743, 0.0032], 'hr@10': [0.141, 0.008] }, 0.04, 0.2),
          model(
            'itemKnn',
            'itemKnn',
            {},
            { 'ndcg@10': [0.0762, 0.0035, 0.0019, 0.0026], 'hr@10': [0.152, 0.009, 0.011, 0.007] },
            0.52,
            1.6,
          ),
          model(
            'recencyItemKnn',
            'recencyItemKnn',
            { neighbours: 120 },
            { 'ndcg@10': [0.1144, 0.0041, 0.0401, 0.0036], 'hr@10': [0.203, 0.01, 0.062, 0.009] },
            0.71,
            2.3,
          ),
          model(
            'ease',
            'ease',
            { lambda: 240 },
            { 'ndcg@10': [0.0987, 0.0039, 0.0244, 0.0033], 'hr@10': [0.187, 0.01, 0.046, 0.008] },
            0.61,
            14,
          ),
          model(
            'content',
            'content',
            {},
            { 'ndcg@10': [0.0312, 0.0021, -0.0431, 0.0034], 'hr@10': [0.071, 0.006, -0.07, 0.008] },
            0.93,
            0.9,
          ),
        ],
      },
    },
    {
      name: 'stars',
      at: at(9 * day),
      comparison: {
        data: 'tea-stars.csv',
        protocol: 'ratings',
        folds: 5,
        order: 'times',
        seed: 1,
        persons: 943,
        items: 412,
        cases: 100_000,
        metric: 'rmse',
        better: 'lower',
        models: [
          model('baseline', 'baseline', {}, { rmse: [0.9438, 0.016], mae: [0.7482, 0.014] }, undefined, 0.7),
          model(
            'slopeOne',
            'slopeOne',
            {},
            { rmse: [0.9424, 0.016, -0.0014, 0.0029], mae: [0.7407, 0.0135, -0.0075, 0.0026] },
            undefined,
            3.3,
          ),
        ],
      },
    },
  ]
}

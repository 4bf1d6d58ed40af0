import type { ModelList, ModelVersion } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const minute = 60_000
const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half })

export function createModels(at: (ms: number) => string, empty: boolean) {
  let live = 14
  let previous = 13
  const figures = [
    [15, 'trained', 0.1184, 0.0024, 0.41, 12 * minute],
    [14, 'trained', 0.1145, 0.0023, 0.39, 9 * day],
    [13, 'trained', 0.1121, 0.0023, 0.37, 19 * day],
    [12, 'held', 0.0988, 0.0022, 0.14, 20 * day],
    [11, 'failed', 0, 0, 0, 21 * day],
  ] as const
  const running: ModelVersion[] = []
  const worse = {
    en: 'NDCG@10 0.0988, the recipe of version 11 has 0.1121 on the same 5000 persons: below 0.98 of it.',
    zh: 'NDCG@10 为 0.0988，版本 11 的配方在同样 5000 人上为 0.1121：低于其 0.98 倍。',
  }
  const better = {
    en: 'NDCG@10 0.1145, the recipe of version 13 has 0.1121 on the same 5000 persons: at least 0.98 of it.',
    zh: 'NDCG@10 为 0.1145，版本 13 的配方在同样 5000 人上为 0.1121：不低于其 0.98 倍。',
  }
  const base = (version: number, status: ModelVersion['status']): ModelVersion => ({
    name: 'recencyItemKnn',
    version,
    kind: 'recencyItemKnn',
    status,
    live: false,
    previous: false,
    createdAt: at(0),
    finishedAt: null,
    seconds: null,
    parameters: { neighbours: 200, halfLifeDays: 30 },
    data: null,
    metrics: null,
    metricsFrom: null,
    note: null,
    progress: null,
  })
  const versions = (): ModelVersion[] => [
    ...running,
    ...figures.map(
      ([version, status, ndcg, half, coverage, ago]): ModelVersion => ({
        ...base(version, status),
        live: version === live,
        previous: version === previous,
        createdAt: at(ago + 134_000),
        finishedAt: at(ago),
        seconds: 134,
        data: {
          hash: version > 12 ? '9f2c77ab01de' : '11aa5500cc31',
          persons: 21_480,
          items: 1_240,
          interactions: 1_204_330,
          from: at(120 * day),
          to: at(ago),
        },
        metrics:
          status === 'failed'
            ? null
            : {
                'ndcg@10': estimate(ndcg, half),
                'hr@10': estimate(ndcg * 1.9, half * 1.6),
                'recall@20': estimate(ndcg * 2.4, half * 1.8),
                'coverage@10': estimate(coverage, 0.01),
              },
        note:
          status === 'held'
            ? worse
            : status === 'failed'
              ? { en: 'The worker ran out of memory.', zh: 'The worker ran out of memory.' }
              : version === 15
                ? { en: 'Trained without promotion, as asked.', zh: '按要求只训练，不上线。' }
                : better,
      }),
    ),
  ]
  const extra: ModelList['changes'] = []
  const actions: ModelList['changes'] = [
    { at: at(12 * minute), actor: 'schedule', action: 'trained', name: 'recencyItemKnn', version: 15, note: null },
    {
      at: at(9 * day),
      actor: 'gate',
      action: 'promoted',
      name: 'recencyItemKnn',
      version: 14,
      note: better,
    },
    {
      at: at(20 * day),
      actor: 'gate',
      action: 'held',
      name: 'recencyItemKnn',
      version: 12,
      note: worse,
    },
    { at: at(21 * day), actor: 'key_1', action: 'rolled-back', name: 'recencyItemKnn', version: 10, note: null },
  ]
  const list = (): ModelList =>
    empty
      ? { models: [], changes: [] }
      : {
          models: [
            {
              name: 'recencyItemKnn',
              kind: 'recencyItemKnn',
              placements: ['home', 'cart', 'article'],
              live,
              versions: versions(),
            },
            {
              name: 'popularity',
              kind: 'popularity',
              placements: [],
              live: 2,
              versions: [
                {
                  ...base(2, 'trained'),
                  name: 'popularity',
                  kind: 'popularity',
                  live: true,
                  finishedAt: at(day),
                  seconds: 1.2,
                  metrics: { 'ndcg@10': estimate(0.0743, 0.002), 'coverage@10': estimate(0.02, 0.001) },
                },
              ],
            },
          ],
          changes: [...extra, ...actions],
        }
  return {
    list,
    change(name: string, action: string, body: unknown): Answer | undefined {
      const record = (what: 'promoted' | 'rolled-back', version: number) =>
        extra.unshift({ at: at(-extra.length - 1), actor: 'key_1', action: what, name, version, note: null })
      if (action === 'train') {
        running.push({ ...base(16, 'training'), name, progress: { done: 42, total: 100, stage: 'fit' } })
        return { status: 202, body: { name, version: 16 } }
      }
      if (action === 'promote') {
        previous = live
        live = (body as { version: number }).version
        record('promoted', live)
        return { status: 200, body: versions().find((version) => version.version === live) }
      }
      if (action === 'rollback') {
        const back = previous
        previous = live
        live = back
        record('rolled-back', live)
        return { status: 200, body: versions().find((version) => version.version === live) }
      }
      return undefined
    },
  }
}

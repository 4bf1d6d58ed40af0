import type {
  Comparison,
  DueRequests,
  EvaluatedModel,
  ModelList,
  ModelVersion,
  Overview,
  Placement,
} from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { searchOptions } from '../shell/palette-search.ts'
import { fieldPath, jsonLines } from './events/json-lines.ts'
import { comparedRows, measuresOf, standingVersions } from './models/compared-rows.ts'
import { judgeAgainstLive } from './models/judge-against-live.ts'
import { dailySeries } from './overview/daily-series.ts'
import { distanceToVerdict } from './overview/distance-to-verdict.ts'
import { rollingMean } from './overview/rolling-mean.ts'
import { waitingList } from './overview/waiting-list.ts'
import { initialsOf } from './people/person-name.ts'
import { draftOf, placementOf } from './placements/placement-draft.ts'
import { stageWords } from './placements/stage-words.ts'

describe('what was sent, as lines', () => {
  const sent = { type: 'track', properties: { price: '19,90', items: [{ id: 'a' }, {}] }, tags: [] }
  test('is the same text as JSON.stringify with two spaces', () => {
    const text = jsonLines(sent)
      .map((line) => line.text)
      .join('\n')
    expect(text).toBe(JSON.stringify(sent, null, 2))
  })
  test('finds the line of a field, however the field is written', () => {
    const lines = jsonLines(sent)
    for (const field of ['properties.items[0].id', '/properties/items/0/id', 'properties.items.0.id'])
      expect(lines.find((line) => line.path === fieldPath(field))?.text.trim()).toBe('"id": "a"')
  })
})

describe('how far an effect is from a verdict', () => {
  test('an estimate half as wide as it should be has a quarter of the evidence', () => {
    // Half-width 10 points, estimate 5: four times the evidence is needed, so three more times the days so far.
    expect(distanceToVerdict({ value: 0.05, low: -0.05, high: 0.15 }, 28)).toEqual({ share: 0.25, days: 84 })
  })
  test('no estimate, no forecast', () => {
    expect(distanceToVerdict({ value: 0, low: -0.1, high: 0.1 }, 28)).toEqual({ share: 0, days: undefined })
  })
})

describe('lines of the overview', () => {
  const row = (day: string, variation: string, value: number | null) => ({
    day,
    variation,
    exposures: 10,
    clicks: 1,
    ctr: value === null ? null : { value, low: value - 0.01, high: value + 0.01 },
    revenue: 0,
    revenuePerThousand: null,
  })
  const overview = {
    effect: { treatment: 'personalised', control: 'popular' },
    daily: [
      row('2026-11-20', 'personalised', 0.04),
      row('2026-11-20', 'popular', 0.03),
      row('2026-11-21', 'personalised', 0.05),
      row('2026-11-21', 'popular', null),
    ],
    launches: [{ at: '2026-11-20T17:00:00Z', name: 'knn', version: 3 }],
  } as unknown as Overview
  const lines = dailySeries({
    overview,
    measure: 'ctr',
    name: (variation) => variation.toUpperCase(),
    launchText: (name) => `${name} live`,
    offset: '+08:00',
  })
  test('control first and grey, ours over it in the accent; a day without exposures is a gap', () => {
    expect(lines.series.map(({ name, color, values }) => [name, color, values])).toEqual([
      ['POPULAR', 'var(--neutral-mark)', [0.03, null]],
      ['PERSONALISED', 'var(--accent)', [0.04, 0.05]],
    ])
  })
  test('a launch stands on the day of the reader, not of Greenwich', () => {
    expect(lines.marks).toEqual([{ at: 1, label: 'knn v3 live', short: 'v3' }])
  })
})

describe('the mean of the last days', () => {
  const day = (exposures: number, value: number, half: number) => ({
    exposures,
    estimate: { value, low: value - half, high: value + half },
  })
  test('weighs by exposures, and its interval narrows with the root of the days', () => {
    // Weights ¾ and ¼: value ¾·8 + ¼·4 = 7; half-width √((¾·2)² + (¼·8)²) = 2.5.
    const [first, second] = rollingMean([day(300, 8, 2), day(100, 4, 8)], 7)
    expect(first).toEqual({ value: 8, low: 6, high: 10 })
    expect(second).toEqual({ value: 7, low: 4.5, high: 9.5 })
  })
  test('forgets what is older, and has nothing to say where no day has', () => {
    const none = { exposures: 0, estimate: null }
    const means = rollingMean([day(10, 5, 1), none, none], 2)
    expect(means.map((mean) => mean?.value ?? null)).toEqual([5, 5, null])
  })
})

describe('a version beside the live one', () => {
  const version = (number: number, value: number, hash: string, live = false) =>
    ({
      version: number,
      live,
      data: { hash },
      metrics: { 'ndcg@10': { value, low: value - 0.01, high: value + 0.01 } },
    }) as unknown as ModelVersion
  const live = version(1, 0.1, 'same', true)
  test('is better or worse only where the intervals do not meet', () => {
    expect(judgeAgainstLive(version(2, 0.13, 'same'), live)).toBe('good')
    expect(judgeAgainstLive(version(2, 0.07, 'same'), live)).toBe('bad')
    expect(judgeAgainstLive(version(2, 0.115, 'same'), live)).toBe('none')
  })
  test('is not judged on other data', () => {
    expect(judgeAgainstLive(version(2, 0.13, 'other'), live)).toBe('none')
  })
})

describe('what waits for a person', () => {
  const version = (number: number, status: string, flags: object = {}) => ({
    version: number,
    status,
    live: false,
    previous: false,
    ...flags,
  })
  const wait = (options: {
    versions?: object[]
    live?: number | null
    accepted?: number
    control?: string | null
    p?: number
    due?: DueRequests
  }) =>
    waitingList({
      overview: {
        effect: { sampleRatioP: options.p ?? 0.5 },
        totals: { refused: 40 },
        health: { acceptedShare: options.accepted ?? 1 },
        placements: [{ id: 'home', exposures: 10, title: { en: 'Home', zh: '首页' } }],
      } as unknown as Overview,
      models: {
        models: [{ name: 'knn', live: options.live ?? null, versions: options.versions ?? [] }],
        changes: [],
      } as unknown as ModelList,
      settings: [{ id: 'home', control: options.control === undefined ? 'popular' : options.control }] as Placement[],
      due: options.due,
      count: String,
      percent: (share) => `${share * 100}%`,
      placementName: ({ title }) => title.en,
    }).map(({ key }) => key)
  test('nothing where everything runs by itself', () => {
    expect(
      wait({ versions: [version(2, 'trained', { live: true }), version(1, 'trained', { previous: true })], live: 2 }),
    ).toEqual([])
  })
  test('a version newer than the live one, but not the one just rolled back from', () => {
    expect(wait({ versions: [version(3, 'held'), version(2, 'trained', { live: true })], live: 2 })).toEqual([
      'model-knn',
    ])
    expect(
      wait({ versions: [version(3, 'trained', { previous: true }), version(2, 'trained', { live: true })], live: 2 }),
    ).toEqual([])
  })
  test('arms of the wrong size, many refusals, a placement without control, in this order', () => {
    expect(wait({ p: 0.0001, accepted: 0.9, control: null })).toEqual(['ratio', 'refused', 'control-home'])
  })
  test('what people asked for comes first: overdue, then what is due within a week', () => {
    const due = (overdue: number, dueSoon: number) => ({ open: 9, overdue, dueSoon, nextDueAt: null })
    expect(wait({ p: 0.0001, due: due(1, 2) })).toEqual(['overdue', 'due', 'ratio'])
    expect(wait({ due: due(0, 1) })).toEqual(['due'])
    expect(wait({ due: due(0, 0) })).toEqual([])
  })
})

describe('what a person is called in two letters', () => {
  test('Latin initials, the first Han character, whatever else there is', () => {
    expect([initialsOf('Lin Yue'), initialsOf('林悦'), initialsOf('u-1001'), initialsOf('🙂')]).toEqual([
      'LY',
      '林',
      'U1',
      '·',
    ])
  })
})

describe('editing a placement', () => {
  const placement = {
    id: 'home',
    title: { en: 'Home', zh: '首页' },
    split: [
      { variation: 'personalised', model: 'knn', weight: 0.9 },
      { variation: 'popular', model: 'popular', weight: 0.1 },
    ],
    control: 'popular',
    includeSeen: true,
    filter: { categories: ['tea'] },
    exploration: 0.05,
    newItems: { share: 0.1, days: 14, below: 100 },
    segments: { any: ['vip'], otherwise: 'newest' },
  }
  test('saving without a change changes nothing, filters, new items and segments included', () => {
    expect(placementOf(draftOf(placement), placement)).toEqual(placement)
  })
  test('nor do stages of any kind, nor what single arms have of their own', () => {
    const rerank: Placement['rerank'] = {
      depth: 80,
      stages: [
        {
          kind: 'rules',
          name: 'shop',
          rules: [
            { name: 'a', when: 'price < 5', action: { kind: 'filter' } },
            { name: 'b', when: 'available', action: { kind: 'boost', factor: 1.25 } },
            { name: 'c', when: 'available', action: { kind: 'bury' } },
            { name: 'd', when: 'available', action: { kind: 'pin', position: 3 } },
          ],
        },
        { kind: 'mmr', relevance: 0.29, similarity: 'tags' },
        { kind: 'dpp', relevance: 0.99, similarity: 'model' },
        { kind: 'calibrate', by: 'attributes.colour', calibration: 0.07 },
        {
          kind: 'caps',
          whenStuck: 'relax',
          caps: [
            { by: 'brand', most: 2, window: 4 },
            { by: 'kind', share: 0.5 },
          ],
        },
        { kind: 'fairExposure', share: 0.3, protected: { when: 'price < 9' } },
        { kind: 'fairExposure', share: 0.3, protected: { by: 'brand', values: ['Small & Co', '小店'] } },
        { kind: 'novelty', novelty: 0.1 },
      ],
    }
    const [first, ...others] = placement.split
    const own: Placement = {
      ...placement,
      rerank,
      split: [{ ...(first as Placement['split'][number]), rerank: null }, ...others],
    }
    expect(placementOf(draftOf(own), own)).toEqual(own)
    expect(placementOf({ ...draftOf(own), stages: [] }, own)).not.toHaveProperty('rerank')
  })
  test('a stage in words names what it does, in either language', () => {
    const lines = (stage: NonNullable<Placement['rerank']>['stages'][number], language: 0 | 1) =>
      stageWords(stage, { t: (text) => text[language], percent: (share) => `${share * 100}%` })
    const caps = { kind: 'caps', whenStuck: 'stop', caps: [{ by: 'brand', most: 2, window: 4 }] } as const
    const rules = {
      kind: 'rules',
      rules: [{ name: 'Cheap', when: 'price < 5', action: { kind: 'boost', factor: 2 } }],
    } as const
    expect(lines({ ...caps, caps: [...caps.caps] }, 0)).toEqual(['at most 2 of one brand in any 4 places'])
    expect(lines({ ...caps, caps: [...caps.caps] }, 1)).toEqual(['任意连续 4 位中同一品牌至多 2 个'])
    expect(lines({ ...rules, rules: [...rules.rules] }, 0)).toEqual(['Cheap: score × 2 with price < 5'])
    expect(lines({ kind: 'mmr', relevance: 0.5, similarity: 'model' }, 1)).toEqual([
      '得分占 50%，其余看多样性（依据：模型向量）',
    ])
  })
  test('whom it is for can be changed; without segments it is for everybody', () => {
    const draft = draftOf(placement)
    expect(placementOf({ ...draft, any: [], not: ['staff'], otherwise: ' ' }, placement).segments).toEqual({
      not: ['staff'],
      otherwise: 'popular',
    })
    expect(placementOf({ ...draft, any: [] }, placement)).not.toHaveProperty('segments')
  })
  test('a control whose arm is gone is no control', () => {
    const draft = draftOf(placement)
    expect(placementOf({ ...draft, arms: draft.arms.slice(0, 1) }, placement).control).toBeNull()
  })
})

test('the palette finds by either language, by pinyin initials, and needs every word', () => {
  const run = () => {}
  const groups = [{ title: 'Go to', options: [{ key: 'm', text: 'Models', words: '模型 mx moxing', run }] }]
  const finds = (query: string) => searchOptions(groups, query).length === 1
  expect(['', 'mod', '模型', 'mx', 'mod 模', 'mod nothing'].map(finds)).toEqual([true, true, true, true, true, false])
})

describe('models of an evaluation', () => {
  const model = (
    name: string,
    metrics: Readonly<Record<string, number>>,
    differences: EvaluatedModel['differences'] = {},
  ): EvaluatedModel =>
    ({
      name,
      kind: name.split(' ')[0],
      parameters: {},
      metrics,
      intervals: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, [value - 0.01, value + 0.01]])),
      differences,
      fitSeconds: 1,
    }) as unknown as EvaluatedModel
  const around = (value: number, half: number) => ({ value, low: value - half, high: value + half })
  const lists = {
    metric: 'ndcg@10',
    models: [
      model('popularity', { 'ndcg@10': 0.05, 'coverage@10': 0.1 }),
      model('ease tuned', { 'ndcg@10': 0.08 }, { 'ndcg@10': around(0.03, 0.01), 'hr@10': around(0.01, 0.02) }),
      model('svd', { 'ndcg@10': 0.02 }, { 'ndcg@10': around(-0.03, 0.01), 'hr@10': around(0, 0.02) }),
      model('itemKnn', { 'ndcg@10': 0.06 }, { 'ndcg@10': around(0.01, 0.02), 'hr@10': around(0, 0.02) }),
    ],
  } as unknown as Comparison

  test('stand best first, and are judged by the interval of the difference', () => {
    const rows = comparedRows(lists, 'ndcg@10')
    expect(rows.map(({ name, tone }) => [name, tone])).toEqual([
      ['ease tuned', 'good'],
      ['itemKnn', 'none'],
      ['popularity', 'none'],
      ['svd', 'bad'],
    ])
    expect(rows[0]?.parameters).toBe('ease')
    expect(rows[2]).toMatchObject({ coverage: 0.1, difference: undefined })
    expect(measuresOf(lists)).toEqual(['ndcg@10', 'hr@10'])
  })
  test('that were not measured by something are left out of it', () => {
    expect(comparedRows(lists, 'hr@10')).toEqual([])
  })
  test('of errors the lowest is best', () => {
    const ratings = {
      metric: 'rmse',
      models: [model('baseline', { rmse: 0.94 }), model('svd', { rmse: 0.93 }, { rmse: around(-0.01, 0.002) })],
    } as unknown as Comparison
    expect(comparedRows(ratings, 'rmse').map(({ name, tone }) => [name, tone])).toEqual([
      ['svd', 'good'],
      ['baseline', 'none'],
    ])
  })
  test('side by side stand live versions, else the newest that was measured', () => {
    const version = (name: string, number: number, value: number | undefined, live = false) => ({
      name,
      version: number,
      live,
      metrics: value === undefined ? null : { 'ndcg@10': around(value, 0.01) },
    })
    const models = [
      { versions: [version('a', 1, 0.04), version('a', 3, undefined), version('a', 2, 0.05)] },
      { versions: [version('b', 1, 0.07, true), version('b', 2, 0.09)] },
      { versions: [version('c', 1, undefined)] },
    ] as unknown as ModelList['models']
    expect(standingVersions(models).map(({ name, version: number }) => `${name}${number}`)).toEqual(['b1', 'a2'])
  })
})

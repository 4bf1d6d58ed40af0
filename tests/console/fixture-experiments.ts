import type {
  AaChecksView,
  ExperimentInput,
  ExperimentResultsView,
  ExperimentView,
  Metric,
  MetricResultView,
  MetricView,
  PowerView,
} from 'attune/api-types'
import { builtInMetrics } from '../../packages/attune/src/experiments/built-in-metrics.ts'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const ok = (body: unknown): Answer => ({ status: 200, body })

/** Made-up experiments of a tea shop: one ready, one broken, one drafted. */
export function createExperimentFixtures(at: (ms: number) => string, empty: boolean) {
  const common: ExperimentInput = {
    title: '',
    hypothesis: '',
    kind: 'test',
    unit: 'person',
    variations: [
      { id: 'control', title: '', weight: 1 },
      { id: 'short', title: '', weight: 1 },
    ],
    traffic: 1,
    layer: null,
    segments: [],
    condition: {},
    holdout: null,
    switchback: null,
    bandit: null,
    endsAt: null,
    metrics: ['buyers', 'revenue'],
    guardrails: [{ metric: 'retention-7d', margin: 0.02 }],
    method: 'sequential',
    level: 0.95,
    correction: 'holm',
    cuped: true,
    smallestEffect: 0.02,
    plannedUnits: null,
  }
  const view = (id: string, part: Partial<ExperimentView>): ExperimentView => ({
    ...common,
    id,
    status: 'draft',
    startedAt: null,
    stoppedAt: null,
    winner: null,
    phases: [],
    revision: 1,
    createdAt: at(20 * day),
    updatedAt: at(9 * day),
    shownBy: { flags: [], placements: [], prompts: [] },
    ...part,
  })
  const phase = { from: at(9 * day), weights: [1, 1], traffic: 1, reason: 'start' as const }
  const running = { status: 'running' as const, startedAt: at(9 * day), phases: [phase] }
  const all: ExperimentView[] = empty
    ? []
    : [
        view('checkout', {
          ...running,
          title: 'Shorter checkout',
          hypothesis: 'Two steps instead of four: more of those who have something in the cart will order.',
          shownBy: { flags: ['checkout-steps'], placements: ['cart'], prompts: [] },
        }),
        view('hero', { ...running, title: '首页大图', traffic: 0.5, segments: ['runners'] }),
        view('gift-note', {
          title: 'Gift note',
          variations: [...common.variations, { id: 'card', title: '', weight: 2 }],
        }),
        view('old', { ...running, status: 'stopped', stoppedAt: at(2 * day), winner: 'short' }),
        view('older', { ...running, status: 'archived', stoppedAt: at(2 * day) }),
      ]

  const metricOf = (metric: string, value: number, half: number, role: 'goal' | 'guardrail'): MetricResultView => {
    const known = builtInMetrics.find(({ id }) => id === metric) as Metric
    const proportion = known.kind === 'proportion' || known.kind === 'retention'
    const base = proportion ? 0.12 : 18.4
    const effect = (scale: number) => ({
      value: value * scale,
      low: (value - half) * scale,
      high: (value + half) * scale,
      standardError: (half / 2.6) * scale,
      p: 0.003,
    })
    return {
      metric,
      title: known.title,
      kind: known.kind,
      role,
      margin: role === 'guardrail' ? 0.02 : null,
      analysis: {
        kind: proportion ? 'proportion' : 'mean',
        method: 'sequential',
        level: 0.95,
        better: 'up',
        control: { variation: 'control', units: 6_120, value: base, standardError: base / 90 },
        treatments: [
          {
            variation: 'short',
            units: 6_090,
            value: base * (1 + value),
            standardError: base / 90,
            absolute: effect(base),
            relative: effect(1),
            scale: 'relative',
            chanceToWin: null,
            expectedLoss: null,
            minimumDetectableEffect: 0.04,
            usedCuped: true,
            varianceReduction: 0.21,
            verdict: value - half > 0 ? 'better' : 'undecided',
          },
        ],
        warnings: [],
      },
      adjustedP: { short: value - half > 0 ? 0.0004 : 0.21 },
      days: Array.from({ length: 9 }, (_, k) => {
        const wide = half * Math.sqrt(9 / (k + 1))
        return {
          day: at((8 - k) * day).slice(0, 10),
          treatments: [{ variation: 'short', units: 680 * (k + 1), value, low: value - wide, high: value + wide }],
        }
      }),
      noveltyGap: null,
      novelty: {
        short: {
          scale: 'relative',
          slope: { value: -0.004, low: -0.007, high: -0.001 },
          p: 0.01,
          first: 0.11,
          last: { value: 0.06, low: 0.02, high: 0.1 },
          trend: role === 'goal' && !proportion ? 'fading' : 'steady',
        },
      },
    }
  }

  const results = (id: string, by: readonly string[]): ExperimentResultsView => {
    const broken = id === 'hero'
    const metrics = [
      metricOf('buyers', broken ? 0.01 : 0.082, 0.03, 'goal'),
      metricOf('revenue', 0.041, 0.05, 'goal'),
      metricOf('retention-7d', 0.004, 0.018, 'guardrail'),
    ]
    const decided = broken
      ? { action: 'stop' as const, variation: null, reasons: [{ code: 'sample-ratio-mismatch', p: 0.0001 }] }
      : { action: 'ship' as const, variation: 'short', reasons: [{ code: 'better', metric: 'buyers' }] }
    const one = (segment: string, value: number, half: number) => ({
      segment,
      value,
      standardError: half / 2,
      shrunk: { value: value * 0.8, low: value * 0.8 - half, high: value * 0.8 + half },
      shrinkage: 0.2,
    })
    return {
      experiment: id,
      status: 'running',
      from: at(9 * day),
      to: at(0),
      phases: [{ ...phase, units: 12_210, counted: true }],
      units: 12_210,
      arms: [
        { variation: 'control', units: broken ? 6_640 : 6_120, expectedShare: 0.5 },
        { variation: 'short', units: broken ? 5_570 : 6_090, expectedShare: 0.5 },
      ],
      mixedShare: 0.002,
      sampleRatioP: broken ? 0.0001 : 0.79,
      metrics,
      segments:
        by.length === 0
          ? []
          : [
              {
                metric: 'buyers',
                variation: 'short',
                scale: 'relative',
                effects: {
                  segments: [...by.map((segment, k) => one(segment, 0.12 - 0.03 * k, 0.05)), one('', 0.06, 0.04)],
                  mean: 0.08,
                  standardError: 0.02,
                  betweenVariance: 0.001,
                  interaction: { q: 3.1, degreesOfFreedom: 1, p: 0.078 },
                },
              },
            ],
      decision: {
        ...decided,
        cautions: [],
        variations: [{ ...decided, variation: 'short' }],
        words: broken
          ? {
              en: 'Stop. The arms have not the sizes that were asked for (p 0.0001): no effect can be believed.',
              zh: '请停止实验。各版本的人数与设定比例不符（p 0.0001），任何效果都不可信。',
            }
          : {
              en: 'Ship “short”. buyers: +8.2 % (+5.2 % to +11.2 %), clearly better.',
              zh: '可以上线“short”。buyers：+8.2%（+5.2%～+11.2%），明显更好。',
            },
      },
      warnings: broken
        ? [
            {
              code: 'sample-ratio-mismatch',
              en: 'The arms have not the sizes that were asked for: somebody is lost on the way to one of them.',
              zh: '各版本的人数与设定的比例不符：有一部分人在进入某个版本的途中丢失了。',
            },
          ]
        : [],
    }
  }
  const power = (query: URLSearchParams): PowerView => {
    const [effect, arms, traffic] = ['effect', 'arms', 'traffic'].map((name) => Number(query.get(name))) as [
      number,
      number,
      number,
    ]
    const unitsPerArm = Math.round(30 / effect ** 2)
    return {
      baseline: 0.12,
      peopleSeen: empty ? 0 : 38_000,
      varianceReduction: 0.21,
      unitsPerArm,
      units: unitsPerArm * arms,
      days: Math.ceil((unitsPerArm * arms) / (1_357 * traffic)),
      words: { en: 'So many people.', zh: '需要这么多人。' },
    }
  }
  const aaChecks: AaChecksView = {
    checks: empty
      ? []
      : [
          {
            metric: 'buyers',
            days: 28,
            falseAlarms: 1,
            p: 0.76,
            alarm: false,
            lastP: 0.4,
            lastDay: at(0).slice(0, 10),
          },
          {
            metric: 'revenue',
            days: 28,
            falseAlarms: 6,
            p: 0.003,
            alarm: true,
            lastP: 0.02,
            lastDay: at(0).slice(0, 10),
          },
        ],
  }

  const metrics: MetricView[] = [
    {
      id: 'night-rides',
      title: 'Night rides · 夜间行程',
      kind: 'mean',
      measure: {
        of: {
          events: ['Ride Completed'],
          kinds: [],
          where: [{ property: 'category', is: 'eq', value: 'night' }],
        },
        value: 'sum',
        property: 'distance',
      },
      better: 'up',
      delayHours: 0,
      windowHours: 168,
      preDays: 14,
      cap: 0.99,
      origin: 'own',
    },
    ...builtInMetrics.map((metric) => ({ ...metric, origin: 'built-in' as const })),
  ]

  return {
    get(id: string | undefined, part: string | undefined, query: URLSearchParams): Answer | undefined {
      if (id === undefined || id === '') return ok({ experiments: all })
      const found = all.find((one) => one.id === id)
      if (found === undefined) return undefined
      if (part === 'results') return ok(results(id, (query.get('by') ?? '').split(',').filter(Boolean)))
      return ok(found)
    },
    power: (query: URLSearchParams): Answer => ok(power(query)),
    metrics: (): Answer => ok({ metrics: empty ? metrics.slice(1) : metrics }),
    previewMetric: (): Answer => ok({ value: 0.1234, people: empty ? 0 : 38_000, days: 28 }),
    changeMetric(method: string, id: string, body: unknown): Answer {
      const at = metrics.findIndex((one) => one.id === id)
      if (method === 'DELETE') {
        metrics.splice(at, 1)
        return { status: 204, body: undefined }
      }
      const next = { ...(body as Metric), id, origin: 'own' as const }
      metrics.splice(at < 0 ? metrics.length : at, at < 0 ? 0 : 1, next)
      return ok(next)
    },
    aaChecks: (): Answer => ok(aaChecks),
    change(method: string, id: string, action: string | undefined, body: unknown): Answer | undefined {
      if (method === 'DELETE') return { status: 204, body: undefined }
      const experiment = all.find((one) => one.id === id) ?? view(id, {})
      if (method === 'PUT') {
        const next = { ...experiment, ...(body as ExperimentInput) }
        all.push(next)
        return ok({ experiment: next, warnings: [] })
      }
      return action === undefined ? undefined : ok(experiment)
    },
    all: () => ({
      experiments: all,
      experimentResults: [results('checkout', ['runners']), results('hero', [])],
      experimentPower: power(new URLSearchParams({ effect: '.05', arms: '2', traffic: '1' })),
      experimentMetrics: metrics,
      aaChecks,
    }),
  }
}

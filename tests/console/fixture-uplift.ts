import type { UpliftDetail, UpliftReport, UpliftSegment, UpliftSummary, UpliftTargets } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const ok = (body: unknown, status = 200): Answer => ({ status, body })
const around = (value: number, half: number) => ({ value, low: value - half, high: value + half })

const features = [
  ['views_before', 'views', '浏览次数', 5.2, 5.1, 0.02],
  ['orders_before', 'items ordered', '购买件数', 1.4, 1.3, 0.04],
  ['spent_before', 'money spent', '消费金额', 212.4, 208.1, 0.01],
  ['days_since_last', 'days since they did something', '距上次活动天数', 12.1, 12.6, -0.03],
] as const

/** What was found of a made-up model: a curve that lies above chance, and tenths that fall. */
const report: UpliftReport = {
  people: { treated: 6_010, control: 5_982, of: 11_992, learntFrom: 8_394, judgedOn: 3_598 },
  effect: around(0.031, 0.012),
  scikitUplift: { qini: around(0.084, 0.031), auuc: around(0.047, 0.019) },
  causalml: { qini: around(0.26, 0.11), auuc: around(0.75, 0.09) },
  curve: Array.from({ length: 21 }, (_, step) => {
    const share = step / 20
    return {
      share,
      gain: around(0.031 * (1 - (1 - share) ** 2.4), 0.001 + 0.011 * Math.sqrt(share)),
      random: 0.031 * share,
    }
  }),
  groups: Array.from({ length: 10 }, (_, at) => ({
    group: at + 1,
    people: at === 9 ? 356 : 360,
    predicted: 0.105 - 0.014 * at,
    uplift: around(0.11 - 0.0155 * at + (at % 3 === 1 ? 0.012 : 0), 0.034),
  })),
  upliftAt: [0.1, 0.2, 0.3, 0.5].map((share) => ({ share, uplift: around(0.11 - 0.12 * share, 0.03) })),
  best30: {
    overNobody: around(0.024, 0.008),
    overEverybody: around(-0.007, 0.009),
    overRandom: around(0.0147, 0.0061),
  },
  balance: {
    features: features.map(([feature, en, zh, treated, control, difference]) => ({
      feature,
      text: { en, zh },
      treated,
      control,
      difference,
    })),
    overlap: {
      treated: { low: 0.5, high: 0.5 },
      control: { low: 0.5, high: 0.5 },
      outside: 0,
      effectiveShare: 1,
    },
  },
  refutation: [
    {
      name: 'placebo-treatment',
      text: { en: 'treatments drawn by lot', zh: '随机指定处理' },
      effect: 0.0004,
      spread: 0.006,
      passed: true,
      p: 0.09,
    },
    {
      name: 'random-common-cause',
      text: { en: 'a meaningless feature more', zh: '增加无意义特征' },
      effect: 0.0309,
      spread: 0.0002,
      passed: true,
      p: null,
    },
    {
      name: 'data-subset',
      text: { en: '80% of the people', zh: '仅用 80% 的人' },
      effect: 0.0307,
      spread: 0.003,
      passed: true,
      p: null,
    },
  ],
  drivers: features.map(([feature, en, zh], at) => ({
    feature,
    text: { en, zh },
    change: 0.04 / (at + 1),
    low: 0.012 + 0.004 * at,
    high: 0.052 - 0.008 * at,
  })),
  warnings: [],
}

export function createUpliftFixtures(at: (ms: number) => string, empty: boolean) {
  const trained: UpliftSummary = {
    id: 'uplift-2026-11-20-1',
    state: 'finished',
    createdAt: at(86_400_000),
    seconds: 41,
    failure: null,
    of: { by: 'experiment', id: 'checkout' },
    treatment: 'short',
    control: 'control',
    from: at(40 * 86_400_000),
    to: at(86_400_000),
    outcome: 'ordered',
    metric: null,
    currency: 'CNY',
    days: 14,
    method: 't',
    base: 'linear',
    people: 11_992,
    effect: report.effect,
    qini: report.scikitUplift.qini,
  }
  const models: readonly UpliftSummary[] = empty
    ? []
    : [
        {
          ...trained,
          id: 'uplift-2026-11-21-1',
          state: 'running',
          outcome: 'revenue',
          people: null,
          effect: null,
          qini: null,
        },
        trained,
      ]
  const targets: UpliftTargets = {
    share: around(0.31, 0.11),
    threshold: 0.034,
    profit: around(0.48, 0.21),
    profitOfEverybody: around(-0.07, 0.33),
    profitOfRandom: around(-0.02, 0.1),
    overEverybody: around(0.55, 0.24),
    overRandom: around(0.5, 0.19),
    curve: Array.from({ length: 101 }, (_, step) => {
      const share = step / 100
      return { share, profit: 0.93 * (1 - (1 - share) ** 2.4) - share }
    }),
    people: 20_400,
    chosen: 6_180,
    expected: { chosen: around(9_570, 4_190), random: around(-433, 2_040), everybody: around(-1_428, 6_730) },
    warnings: [],
  }
  const detail = (model: UpliftSummary): UpliftDetail => ({
    ...model,
    report: model.state === 'finished' ? report : null,
  })
  const segment: UpliftSegment = {
    segment: 'uplift-short',
    score: trained.id,
    threshold: 0.034,
    members: 6_180,
    scored: 20_400,
  }
  return {
    get(id: string): Answer {
      if (id === '') return ok({ models })
      const model = models.find((one) => one.id === id)
      return model ? ok(detail(model)) : { status: 404, body: { code: 'unknown-uplift', detail: 'There is none.' } }
    },
    change(method: string, action: string | undefined, body: unknown): Answer {
      if (method === 'DELETE') return { status: 204, body: undefined }
      if (action === 'targets') {
        const isDear = (body as { cost: number }).cost > 100
        return ok(isDear ? { ...targets, share: around(0, 0), threshold: null, chosen: 0 } : targets)
      }
      if (action === 'segment') return ok({ ...segment, segment: (body as { segment: string }).segment })
      return ok({ ...trained, state: 'running', people: null, effect: null, qini: null }, 202)
    },
    all: () => ({
      uplift: { models },
      upliftModels: models.map(detail),
      upliftTargets: targets,
      upliftSegment: segment,
    }),
  }
}

import type { ReportEntry, ReportList, ReportView, ScheduledReport, ScheduleInput } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const day = 86_400_000

/** Made-up reports of a tea shop: one by a model, one whose text was blocked, one by templates. */
export function createReportFixtures(at: (ms: number) => string, empty: boolean) {
  const zh = (language: 'en' | 'zh', [english, chinese]: readonly [string, string]): string =>
    language === 'zh' ? chinese : english

  const reportOf = (
    entry: Pick<ReportView, 'id' | 'kind' | 'subject' | 'language' | 'title' | 'written'>,
    age: number,
  ): ReportView => {
    const w = (en: string, chinese: string): string => zh(entry.language, [en, chinese])
    return {
      ...entry,
      from: `${at((age + 28) * day).slice(0, 10)}T00:00:00.000Z`,
      to: `${at(age * day).slice(0, 10)}T00:00:00.000Z`,
      createdAt: at(age * day),
      numbers: [
        { id: 'now.exposures', unit: 'count', value: 412_806, low: null, high: null, text: '412,806', range: null },
        { id: 'now.ctr', unit: 'share', value: 0.042, low: 0.039, high: 0.0452, text: '4.20%', range: '3.90% – 4.52%' },
        { id: 'cart.ctr', unit: 'share', value: 0.061, low: 0.055, high: 0.067, text: '6.10%', range: '5.50% – 6.70%' },
        { id: 'lift', unit: 'change', value: 0.38, low: 0.31, high: 0.45, text: '+38.0%', range: '+31.0% – +45.0%' },
        {
          id: 'orders',
          unit: 'change',
          value: -0.02,
          low: -0.06,
          high: 0.02,
          text: '−2.00%',
          range: '−6.00% – +2.00%',
        },
        { id: 'rate', unit: 'points', value: 0.004, low: null, high: null, text: '+0.40%', range: null },
        { id: 'mix', unit: 'points', value: -0.001, low: null, high: null, text: '−0.10%', range: null },
      ],
      summary: [
        {
          text: w('Of what was shown 4.20% (3.90% – 4.52%) was clicked.', '展示内容中 4.20% (3.90% – 4.52%) 被点击。'),
          numbers: ['now.ctr'],
        },
      ],
      sections: [
        {
          id: 'numbers',
          title: w('The numbers', '数据'),
          sentences: [{ text: w('Shown: 412,806.', '曝光：412,806。'), numbers: ['now.exposures'] }],
          tables: [
            {
              title: w('In this time', '本期'),
              columns: [w('Part', '部分'), w('Exposures', '曝光'), w('Click rate', '点击率')],
              rows: [
                [{ text: 'home' }, { number: 'now.exposures' }, { number: 'now.ctr' }],
                [{ text: 'cart' }, { text: '–' }, { number: 'cart.ctr' }],
              ],
            },
          ],
          figures: [
            {
              kind: 'line',
              title: w('Click rate by day', '每日点击率'),
              unit: 'share',
              points: Array.from({ length: 28 }, (_, k) => ({
                label: at((age + 28 - k) * day).slice(5, 10),
                estimate: k === 9 ? null : { value: 0.04 + (k % 5) / 1000, low: 0.035, high: 0.049 },
              })),
              reference: null,
            },
            {
              kind: 'intervals',
              title: w('Click rate by placement', '各推荐位点击率'),
              rows: [
                { label: 'home', number: 'now.ctr' },
                { label: 'cart', number: 'cart.ctr' },
              ],
              reference: null,
            },
            {
              kind: 'intervals',
              title: w('What personalisation changed', '个性化带来的变化'),
              rows: [
                { label: w('clicks', '点击'), number: 'lift' },
                { label: w('orders', '订单'), number: 'orders' },
              ],
              reference: 0,
            },
          ],
        },
        {
          id: 'changed',
          title: w('What changed, and why', '变化与原因'),
          sentences: [{ text: w('Other rates: +0.40%.', '点击率变化：+0.40%。'), numbers: ['rate'] }],
          tables: [],
          figures: [
            {
              kind: 'bars',
              title: w('Where the change comes from', '变化来源'),
              rows: [
                { label: w('other rates', '点击率'), number: 'rate' },
                { label: w('another mix', '构成'), number: 'mix' },
              ],
            },
          ],
        },
        {
          id: 'weak',
          title: w('Weak spots', '薄弱环节'),
          sentences: [
            {
              text: w('Nothing is clicked less than the rest beyond chance.', '没有明显弱于其余的部分。'),
              numbers: [],
            },
          ],
          tables: [],
          figures: [],
        },
        {
          id: 'next',
          title: w('What to try next', '下一步建议'),
          sentences: [{ text: w('Let the comparison in “home” run on.', '让“home”的对比继续进行。'), numbers: [] }],
          tables: [],
          figures: [],
        },
      ],
    }
  }

  const reports: ReportView[] = empty
    ? []
    : [
        reportOf(
          {
            ...{ id: 'month-20261001-20261031-en-0123456789ab', kind: 'month', subject: '2026-10', language: 'en' },
            ...{ title: 'Report for 2026-10', written: { by: 'model', model: 'local/qwen' } },
          },
          1,
        ),
        reportOf(
          {
            ...{
              id: 'placement-20261101-20261121-zh-0123456789ab',
              kind: 'placement',
              subject: 'home',
              language: 'zh',
            },
            ...{ title: '推荐位“home”', written: { by: 'template', because: 'wrong-number' } },
          },
          3,
        ),
        reportOf(
          {
            ...{
              id: 'campaign-20261101-20261121-en-0123456789ab',
              kind: 'campaign',
              subject: 'spring',
              language: 'en',
            },
            ...{ title: 'Campaign “spring”', written: { by: 'template', because: 'no-model' } },
          },
          9,
        ),
      ]
  const lastWhole = { from: at(12 * day), to: at(5 * day) }
  const scheduled: ScheduledReport[] = empty
    ? []
    : [
        {
          ...{ id: 'month-month-74234e98afe7', source: 'configuration', kind: 'month', subject: null, every: 'month' },
          ...{ languages: ['en', 'zh'], keep: 12, lastWhole, made: true },
        },
        {
          ...{ id: 'week-placement-4ea140588150', source: 'team', kind: 'placement', subject: 'home', every: 'week' },
          ...{ languages: ['zh'], keep: 8, lastWhole, made: false },
        },
      ]
  const entryOf = ({ id, kind, subject, language, title, from, to, createdAt, written }: ReportView): ReportEntry => ({
    ...{ id, kind, subject, language, title, from, to, createdAt, written },
  })
  const list = (): ReportList => ({ reports: reports.map(entryOf), scheduled, pdf: !empty })
  const ok = (body: unknown, type?: string): Answer => ({ status: 200, body, ...(type === undefined ? {} : { type }) })
  const none: Answer = {
    status: 404,
    body: {
      type: 'about:blank',
      title: 'unknown-report',
      status: 404,
      code: 'unknown-report',
      detail: 'There is none.',
    },
  }

  return {
    get(file: string): Answer {
      if (file === '') return ok(list())
      const dot = file.lastIndexOf('.')
      const report = reports.find(({ id }) => id === file.slice(0, dot))
      if (report === undefined) return none
      switch (file.slice(dot + 1)) {
        case 'md':
          return ok(`# ${report.title}\n`, 'text/markdown; charset=utf-8')
        case 'html':
          return ok(`<!doctype html><title>${report.title}</title>`, 'text/html; charset=utf-8')
        case 'pdf':
          return ok('%PDF-1.4', 'application/pdf')
        default:
          return ok(report)
      }
    },
    change(method: string, id: string, scheduleId: string | undefined, body: unknown): Answer {
      const empty204: Answer = { status: 204, body: undefined }
      if (method === 'DELETE') {
        scheduled.splice(0, scheduled.length, ...scheduled.filter((one) => one.id !== scheduleId))
        return empty204
      }
      if (id === 'schedule') {
        const { kind, subject, every, languages = ['en'], keep = 12 } = body as ScheduleInput
        const isSame = (one: ScheduledReport) =>
          one.kind === kind && one.every === every && one.subject === (subject ?? null)
        const before = scheduled.find(isSame)
        const others = scheduled.filter((one) => !isSame(one))
        scheduled.splice(0, scheduled.length, ...others, {
          ...{ id: before?.id ?? `${every}-${kind}-0123456789ab`, source: 'team' as const, kind, every, lastWhole },
          ...{ subject: subject ?? null, languages, keep, made: false },
        })
        return empty204
      }
      const { kind, subject, language = 'en' } = body as Pick<ReportView, 'kind' | 'subject' | 'language'>
      const made = reportOf(
        {
          ...{ id: `${kind}-20261101-20261128-${language}-0123456789ab`, kind, subject, language },
          ...{ title: `Report of ${subject}`, written: { by: 'template', because: 'no-model' } },
        },
        0,
      )
      reports.unshift(made)
      return { status: 201, body: made }
    },
    all: () => ({ reportList: list(), reportDocuments: reports }),
  }
}

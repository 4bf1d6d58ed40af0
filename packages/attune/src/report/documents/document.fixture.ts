import type { ReportDocument } from './report-document.ts'

/** For tests: a small report with each kind of figure; `name` stands wherever a text from outside may stand. */
export const documentWith = (name: string, language: 'en' | 'zh' = 'en'): ReportDocument => ({
  id: `placement-20261001-20261031-${language}-0123456789ab`,
  kind: 'placement',
  subject: name,
  language,
  title: name,
  from: '2026-10-01T00:00:00.000Z',
  to: '2026-11-01T00:00:00.000Z',
  createdAt: '2026-11-01T08:00:00.000Z',
  numbers: [
    { id: 'ctr', unit: 'share', value: 0.042, low: 0.039, high: 0.0452 },
    { id: 'change', unit: 'points', value: -0.01, low: null, high: null },
  ],
  summary: [{ text: `“${name}”: 4.20%`, numbers: ['ctr'] }],
  written: { by: 'model', model: name },
  sections: [
    {
      id: 'numbers',
      title: language === 'zh' ? '数据' : 'The numbers',
      sentences: [{ text: name, numbers: [] }],
      tables: [{ title: name, columns: [name, 'n'], rows: [[{ text: name }, { number: 'ctr' }]] }],
      figures: [
        { kind: 'intervals', title: name, rows: [{ label: name, number: 'ctr' }], reference: 0 },
        { kind: 'bars', title: name, rows: [{ label: name, number: 'change' }] },
        {
          kind: 'line',
          title: name,
          unit: 'share',
          points: [
            { label: name, estimate: { value: 0.04, low: 0.03, high: 0.05 } },
            { label: '10-02', estimate: null },
            { label: '10-03', estimate: { value: 0.05, low: 0.03, high: 0.07 } },
          ],
          reference: null,
        },
      ],
    },
  ],
})

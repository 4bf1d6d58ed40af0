import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../../api/api.fixture.ts'
import { checkNumbers } from './check-numbers.ts'
import { documentWith } from './document.fixture.ts'
import { createReportFiles, mostReports, reportIdOf } from './report-files.ts'
import { checkOptionsOf } from './write-summary.ts'

/** A Friday. */
const now = Date.UTC(2026, 10, 27, 12)
let api: ApiFixture
beforeEach(async () => {
  api = await apiFixture(
    {
      report: {
        schedule: [
          { kind: 'month', every: 'week', languages: ['en', 'zh'], keep: 2 },
          { kind: 'month', every: 'month' },
          { kind: 'placement', subject: 'home', every: 'week', keep: 1 },
          { kind: 'experiment', subject: 'gone', every: 'week' },
        ],
      },
    },
    now,
  )
})
afterEach(() => api.close())

const titles = () => api.attune.reports.list('default').map(({ title }) => title)
const week = 7 * 86_400_000

test('what is over is reported once, in each language; what cannot be made keeps nothing else from it', async () => {
  expect(api.attune.reports.scheduled('default').map(({ made }) => made)).toEqual([false, false, false, false])
  await api.attune.reports.runDue()
  const first = titles().toSorted()
  expect(first).toEqual(
    [
      'Placement “home”',
      'Report for 2026-10',
      'Report for 2026-11-16 – 2026-11-22',
      '2026-11-16 – 2026-11-22 报告',
    ].toSorted(),
  )
  expect(api.attune.reports.scheduled('default').map(({ made }) => made)).toEqual([true, true, true, false])
  const before = api.attune.reports.list('default')
  api.clock.now += 3_600_000
  await api.attune.reports.runDue()
  expect(api.attune.reports.list('default')).toEqual(before)
})

test('the last few are kept of each, and their files go with them', async () => {
  for (let n = 0; n < 4; n++) {
    await api.attune.reports.runDue()
    api.clock.now += week
  }
  const kept = titles()
  expect(kept.filter((title) => /^Report for 2026-1\d-/.test(title))).toEqual([
    'Report for 2026-12-07 – 2026-12-13',
    'Report for 2026-11-30 – 2026-12-06',
  ])
  expect(kept.filter((title) => title.includes('home'))).toHaveLength(1)
  // A month is no week: that of October is still there.
  expect(kept).toContain('Report for 2026-10')
  const files = readdirSync(join(api.attune.config.dataDir, 'reports', 'default'))
  expect(files).toHaveLength(3 * kept.length)
})

test('a report of a workspace is in no other, and its schedule neither', async () => {
  await api.attune.reports.runDue()
  expect(api.attune.reports.list('other')).toEqual([])
  expect(api.attune.reports.scheduled('other')).toEqual([])
  expect(api.attune.reports.get('other', api.attune.reports.list('default')[0]!.id)).toBeUndefined()
})

test('a report of nothing says so in both languages, with sentences that pass their own check', async () => {
  await api.attune.reports.runDue()
  for (const report of api.attune.reports.list('default')) {
    expect(report.summary[0]!.text).toMatch(/^Nothing was seen|^这段时间没有曝光/)
    expect(report.written).toEqual({ by: 'template', because: 'no-model' })
    for (const sentence of report.sections.flatMap(({ sentences }) => sentences))
      expect(checkNumbers(sentence, checkOptionsOf(report))).toBeUndefined()
  }
})

test('a workspace keeps so many reports at most, the newest', () => {
  const files = createReportFiles(api.attune.config.dataDir)
  const range = { from: now - week, to: now, offsetMinutes: 0 }
  for (let n = 0; n < mostReports + 3; n++) {
    const subject = `subject ${n}`
    files.write('many', {
      ...documentWith(subject),
      id: reportIdOf({ kind: 'placement', subject, language: 'en', by: [] }, range),
      createdAt: new Date(now + n * 1000).toISOString(),
    })
  }
  const kept = files.list('many')
  expect(kept).toHaveLength(mostReports)
  expect(kept[0]!.subject).toBe(`subject ${mostReports + 2}`)
  expect(kept.at(-1)!.subject).toBe('subject 3')
})

test('the id of a report holds nothing of its subject', () => {
  const range = { from: now - week, to: now, offsetMinutes: 0 }
  const id = reportIdOf({ kind: 'campaign', subject: '../../etc/passwd', language: 'zh', by: [] }, range)
  expect(id).toMatch(/^campaign-20261120-20261127-zh-[0-9a-f]{12}$/)
})

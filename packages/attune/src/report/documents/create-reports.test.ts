import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, apiFixture } from '../../api/api.fixture.ts'
import { checkNumbers } from './check-numbers.ts'
import { documentWith } from './document.fixture.ts'
import { createReportFiles, mostReports, reportIdOf } from './report-files.ts'
import type { ReportSchedule } from './report-schedule.ts'
import { mostSchedules } from './report-schedules.ts'
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

test('each schedule keeps its own, and those that somebody asked for stay', async () => {
  const { reports } = api.attune
  reports.schedule('default', { kind: 'placement', subject: 'home', every: 'month', languages: ['en'], keep: 1 }, 'k')
  await reports.make('default', {
    ...{ kind: 'placement', subject: 'home', language: 'en', by: [], text: 'template' },
    ...{ from: '2026-11-01', to: '2026-11-05' },
  })
  await reports.runDue()
  const home = () => reports.list('default').filter(({ subject }) => subject === 'home')
  expect(home().map(({ schedule }) => schedule?.slice(0, 5))).toEqual(
    expect.arrayContaining(['week-', 'month', undefined]),
  )
  const before = home().map(({ id, createdAt }) => `${id} ${createdAt}`)
  api.clock.now += 3_600_000
  await reports.runDue()
  expect(home().map(({ id, createdAt }) => `${id} ${createdAt}`)).toEqual(before)
})

test('a report of a workspace is in no other, and its schedule neither', async () => {
  await api.attune.reports.runDue()
  expect(api.attune.reports.list('other')).toEqual([])
  expect(api.attune.reports.scheduled('other')).toEqual([])
  expect(api.attune.reports.get('other', api.attune.reports.list('default')[0]!.id)).toBeUndefined()
})

test('what a team scheduled is made like what the configuration has, in its own workspace, and twice of neither', async () => {
  const { reports } = api.attune
  const weekly: Omit<ReportSchedule, 'kind'> = { every: 'week', languages: ['en'], keep: 1 }
  const title = { en: 'Cart', zh: '购物车' }
  const split = [{ variation: 'a', model: 'popular', weight: 1 }]
  await api.call('admin', 'PUT', '/v1/placements/cart', { id: 'cart', title, split })
  expect(() => reports.schedule('default', { ...weekly, kind: 'placement', subject: 'home' }, 'k')).toThrow(
    expect.objectContaining({ code: 'scheduled-in-configuration', status: 409 }),
  )
  reports.schedule('default', { ...weekly, kind: 'placement', subject: 'cart' }, 'k')
  reports.schedule('other', { ...weekly, kind: 'month' }, 'k')
  await reports.runDue()
  expect(titles()).toContain('Placement “cart”')
  expect(reports.list('other').map(({ title }) => title)).toEqual(['Report for 2026-11-16 – 2026-11-22'])
  expect(reports.scheduled('other')).toMatchObject([{ source: 'team', made: true }])
  expect(reports.scheduled('default').map(({ source }) => source)).toEqual([
    ...Array.from({ length: 4 }, () => 'configuration'),
    'team',
  ])
  // Removed, it is made no longer, and what was made stays.
  reports.unschedule('other', reports.scheduled('other')[0]!.id, 'k')
  api.clock.now += week
  await reports.runDue()
  expect(reports.list('other')).toHaveLength(1)
})

test('a workspace has so many schedules at most; one that is there can still be changed', () => {
  const { reports } = api.attune
  const of = (n: number, keep = 12): ReportSchedule => ({
    ...{ kind: 'campaign', subject: `c${n}`, every: 'week', languages: ['en'], keep },
  })
  for (let n = 0; n < mostSchedules; n++) reports.schedule('many', of(n), 'k')
  expect(() => reports.schedule('many', of(mostSchedules), 'k')).toThrow(
    expect.objectContaining({ code: 'too-many-schedules' }),
  )
  reports.schedule('many', of(0, 3), 'k')
  expect(reports.scheduled('many').filter(({ keep }) => keep === 3)).toHaveLength(1)
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

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { runHere } from './run-here.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-documents-'))
const run = (...args: string[]) => runHere([...args, '--data-dir', join(folder, 'data')], { cwd: folder })

beforeAll(async () => {
  const config = configSchema.parse({ dataDir: join(folder, 'data') })
  await (await createAttune({ config, log: pino({ level: 'silent' }) })).close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a placement is reported as Markdown on the terminal, and as a page in a file', { timeout: 90_000 }, async () => {
  const { code, stdout, stderr } = await run('report', 'placement', 'home', '--lang', 'zh', '--text', 'template')
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(stdout).toMatch(/^# 推荐位“home”/)
  const out = join(folder, 'home.html')
  const page = await run('report', 'placement', 'home', '--lang', 'en', '--format', 'html', '--out', out)
  expect(page.stdout).toContain(`The report is in ${out}`)
  expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/)
  const { reports } = JSON.parse((await run('report', 'list', '--json')).stdout)
  expect(reports.map(({ language }: { language: string }) => language).sort()).toEqual(['en', 'zh'])
})

test('a report is had made each week, listed and made so no longer', { timeout: 90_000 }, async () => {
  const every = ['--every', 'week', '--languages', 'en', 'zh', '--keep', '4']
  const added = await run('report', 'placement', 'home', ...every, '--lang', 'en')
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('made by itself from now on') })
  expect(await run('report', 'month', '--every', 'month', '--lang', 'zh')).toMatchObject({ code: 0 })
  const { scheduled } = JSON.parse((await run('report', 'schedule', '--json')).stdout)
  expect(scheduled).toMatchObject([
    { kind: 'month', subject: null, every: 'month', languages: ['zh'], keep: 12, source: 'team' },
    { kind: 'placement', subject: 'home', every: 'week', languages: ['en', 'zh'], keep: 4, source: 'team' },
  ])
  const table = await run('report', 'schedule', '--lang', 'en')
  expect(table.stdout).toMatch(new RegExp(`${scheduled[1].id} .*home .*by the team`))
  for (const { id } of scheduled)
    expect(await run('report', 'unschedule', id, '--lang', 'zh')).toMatchObject({ code: 0 })
  expect((await run('report', 'schedule', '--lang', 'zh')).stdout).toContain('没有定期报告')
  expect(await run('report', 'unschedule')).toMatchObject({ code: 1, stderr: expect.stringContaining('schedule') })
})

test('what is not understood ends with exit code 1 and says what to write', { timeout: 90_000 }, async () => {
  expect(await run('report', 'weather', 'x')).toMatchObject({ code: 1, stderr: expect.stringContaining('experiment') })
  expect(await run('report', 'month')).toMatchObject({ code: 1, stderr: expect.stringContaining('month 2026-10') })
  expect(await run('report', 'campaign', 'none')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('utm_campaign'),
  })
  expect((await run('report', 'schedule', '--lang', 'en')).stdout).toContain('report: { schedule:')
  expect(existsSync(join(folder, 'undefined'))).toBe(false)
})

test('what would not be heard is refused by its name', async () => {
  const refused = async (words: string, ...args: string[]) =>
    expect(await run('report', ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) })
  await refused('name none', 'month', '2026-10', '--every', 'week')
  await refused(
    '--from is for a report that is made now',
    'placement',
    'home',
    '--every',
    'week',
    '--from',
    '2026-10-01',
  )
  await refused('--keep is for a report that is made by itself', 'placement', 'home', '--keep', '3')
  await refused('--every is for a report', 'schedule', '--every', 'week')
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiFixture } from '../../api/api.fixture.ts'
import { dayMs, dividedPeople, tellPeople } from '../../uplift/divided-people.fixture.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { modelsCommand } from './models.ts'
import { upliftCommand } from './uplift.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-uplift-workspace-'))
const printed = keepPrinted()

beforeAll(async () => {
  const api = await apiFixture({ dataDir: folder }, Date.now() - 31 * dayMs)
  await tellPeople(api, dividedPeople(600))
  await api.close()
}, 120_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = 0
})

async function uplift(...args: string[]): Promise<string> {
  printed.clear()
  await upliftCommand().parseAsync(['node', 'attune', ...args, '--data-dir', folder])
  return printed.text
}

test('a model is learnt from an experiment, listed, shown, asked whom to treat, and removed', async () => {
  expect(await uplift('list', '--lang', 'zh')).toContain('还没有增益模型')
  const train = ['train', '--experiment', 'coupon', '--treated', 'coupon', '--control', 'none']
  const told = JSON.parse(await uplift(...train, '--json'))
  expect(told).toMatchObject({ state: 'finished', people: 600, treatment: 'coupon', report: { people: { of: 600 } } })
  expect(await uplift('list', '--lang', 'en')).toMatch(
    /uplift-\S+ +coupon +coupon \/ none +whether they ordered, 14 days/,
  )
  printed.clear()
  await modelsCommand().parseAsync(['node', 'attune', 'list', '--data-dir', folder])
  expect(printed.text).toContain(told.id)
  const shown = await uplift('show', told.id, '--lang', 'zh')
  expect(shown).toContain('反驳检验')
  expect(shown).toMatch(/Qini \(scikit-uplift\) +0\.\d{4}/)
  const economics = ['--model', told.id, '--value', '10', '--cost', '1', '--lang', 'en']
  const said = await uplift('target', ...economics, '--segment', 'coupon-pays', '--title', 'Coupon pays')
  expect(said).toMatch(/\d+ of 600 people who did something in the last 90 days/)
  expect(said).toMatch(/Kept as segment coupon-pays: \d+ people\./)
  expect(await uplift('remove', told.id, '--lang', 'en')).toContain('is removed')
  expect(JSON.parse(await uplift('show', told.id, '--json')).error.code).toBe('unknown-uplift')
}, 120_000)

test('rows of an experiment are written with a metric, and options that do not go together are refused', async () => {
  const out = join(folder, 'rows.csv')
  await uplift('rows', '--experiment', 'coupon', '--metric', 'orders', '--out', out)
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(601)
  expect(lines[0]).toMatch(/^person_id,treated,ordered,revenue,metric,views_before,/)
  const refused = async (...args: string[]) => JSON.parse(await uplift(...args, '--json')).error.code
  expect(await refused('train')).toBe('missing-option')
  expect(await refused('train', '--experiment', 'coupon', '--rows', out)).toBe('bad-option')
  expect(await refused('train', '--experiment', 'coupon', '--outcome', 'x')).toBe('bad-option')
  expect(await refused('train', '--rows', out, '--days', '3')).toBe('bad-option')
  expect(await refused('train', '--experiment', 'coupon', '--placement', 'home')).toBe('invalid-request')
  const target = ['target', '--model', 'x', '--value', '1', '--cost', '0']
  expect(await refused(...target, '--out', join(folder, 'x.csv'))).toBe('bad-option')
  expect(await refused(...target, '--rows', out, '--segment', 's')).toBe('bad-option')
  expect(await refused(...target, '--rows', out)).toBe('missing-option')
}, 120_000)

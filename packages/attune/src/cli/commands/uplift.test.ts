import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRng } from '@attune/measure'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { upliftCommand } from './uplift.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-uplift-'))
const path = (name: string) => join(folder, name)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = 0
})

/** People of 上海 order .3 more often with the coupon, all others not at all. */
beforeAll(() => {
  const draw = seededRng(3)
  const line = (i: number): string => {
    const city = draw() < 0.4 ? '上海' : 'Leeds'
    const sent = draw() < 0.5
    const ordered = draw() < 0.1 + (sent && city === '上海' ? 0.3 : 0)
    const visits = draw() < 0.1 ? '' : Math.floor(10 * draw())
    return `u${i},${city},${visits},${sent ? 'coupon' : 'none'},${Number(ordered)}`
  }
  const head = 'user,city,visits,sent,ordered'
  writeFileSync(
    path('coupon.csv'),
    [head, ...Array.from({ length: 3000 }, (_, i) => line(i)), 'x,Leeds,1,letter,0'].join('\n'),
  )
  writeFileSync(path('people.csv'), 'user,city,visits\nann,上海,3\nbob,Leeds,4\n=cmd,上海,\n')
})

const printed = keepPrinted()
async function uplift(...args: string[]): Promise<string> {
  printed.clear()
  await upliftCommand().parseAsync(['node', 'attune', ...args])
  return printed.text
}
const training = [
  'train',
  '--rows',
  path('coupon.csv'),
  '--treatment',
  'sent',
  '--treated',
  'coupon',
  '--control',
  'none',
]
const outcome = ['--outcome', 'ordered', '--leave', 'user', '--threads', '1']

test('a model is trained, judged on people it never saw, and says whom it pays to send the coupon to', async () => {
  const told = await uplift(...training, ...outcome, '--out', path('model'), '--lang', 'en', '--refute')
  expect(told).toContain('1 rows were neither treated nor not')
  expect(told).toMatch(/Qini \(scikit-uplift\) +0\.\d{4} \(0\.\d{4} – 0\.\d{4}\)/)
  expect(told).toMatch(/treatments drawn by lot .* stands/)
  const judged = await uplift('evaluate', '--model', path('model'), '--lang', 'zh')
  expect(judged).toMatch(/前 30% 人群的提升 +0\.[23]\d{3}/)

  const target = [
    'target',
    '--model',
    path('model'),
    '--rows',
    path('people.csv'),
    '--id',
    'user',
    '--value',
    '10',
    '--cost',
    '1',
  ]
  const said = JSON.parse(await uplift(...target, '--out', path('targets.csv'), '--json'))
  expect(said).toMatchObject({ people: 3, chosen: 2, warnings: [] })
  // 上海 is two fifths of the people; each brings 10 · .3 − 1.
  expect(said.share.value).toBeGreaterThan(0.3)
  expect(said.share.value).toBeLessThan(0.65)
  expect(said.profit.low).toBeGreaterThan(said.profitOfEverybody.value)
  const lines = readFileSync(path('targets.csv'), 'utf8').trim().split('\n')
  expect(lines[0]).toBe('user,uplift,expected_profit,treat')
  expect(lines.slice(1).map((line) => [line.split(',')[0], line.split(',')[3]])).toEqual(
    expect.arrayContaining([
      ['ann', '1'],
      ['bob', '0'],
      ["'=cmd", '1'],
    ]),
  )
  expect(await uplift(...target, '--lang', 'zh')).toMatch(/投放给前 \d\d\.\d%/)
  const dear = await uplift(...target.slice(0, -1), '9', '--lang', 'en')
  expect(dear).toContain('At this cost it pays to treat nobody.')
})

test.each([
  ['x', 'trees'],
  ['forest', 'linear'],
  ['s', 'network'],
])('method %s on %s is saved and asked again', async (method, base) => {
  const out = path(`${method}-${base}`)
  const told = JSON.parse(
    await uplift(...training, ...outcome, '--method', method, '--base', base, '--out', out, '--json'),
  )
  expect(told.judgement.scikitUplift.qini.value).toBeGreaterThan(0)
  const again = JSON.parse(await uplift('evaluate', '--model', out, '--rows', path('coupon.csv'), '--json'))
  expect(again.units.treated + again.units.control).toBe(3000)
  expect(again.scikitUplift.qini.low).toBeGreaterThan(0)
})

test('what cannot be done is refused before the work, with what to do', async () => {
  const refused = async (...args: string[]) => JSON.parse(await uplift(...args, '--json')).error.code
  expect(await refused(...training, '--outcome', 'paid', '--out', path('a'))).toBe('missing-column')
  expect(
    await refused(
      'train',
      '--rows',
      path('coupon.csv'),
      '--treatment',
      'sent',
      '--outcome',
      'ordered',
      '--out',
      path('a'),
    ),
  ).toBe('one-arm')
  expect(await refused(...training, '--outcome', 'city', '--out', path('a'))).toBe('bad-outcome')
  expect(await refused(...training, ...outcome, '--out', folder)).toBe('folder-exists')
  expect(await refused('evaluate', '--model', path('nowhere'))).toBe('unknown-model')
  writeFileSync(path('few.csv'), 'sent,ordered,n\n1,1,1\n0,0,2\n')
  expect(
    await refused(
      'train',
      '--rows',
      path('few.csv'),
      '--treatment',
      'sent',
      '--outcome',
      'ordered',
      '--out',
      path('a'),
    ),
  ).toBe('too-few-rows')
  expect(existsSync(path('a'))).toBe(false)
})

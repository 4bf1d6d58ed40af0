import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { evaluateCommand } from './evaluate.ts'
import { initCommand } from './init.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-compare-'))
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function run(...args: string[]): Promise<void> {
  printed.clear()
  await evaluateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(['node', 'evaluate', ...args])
}

async function evaluate(...args: string[]) {
  await run(...args, '--json')
  return JSON.parse(printed.text)
}

const sequences = 'u1 a b c d\nu2 a b c d\nu3 a d b\nu4 c d a\n'

test('each model is compared with the first on the same persons', async () => {
  const { models, metric, better } = await evaluate(
    ...['--data', file('s.txt', sequences), '--models', 'popularity,association', '--k', '1'],
  )
  expect({ metric, better }).toEqual({ metric: 'ndcg@1', better: 'higher' })
  const [popularity, association] = models
  expect(popularity.differences).toEqual({})
  const { value, low, high } = association.differences['hr@1']
  expect(value).toBeCloseTo(association.metrics['hr@1'] - popularity.metrics['hr@1'], 12)
  expect(low).toBeLessThanOrEqual(value)
  expect(high).toBeGreaterThanOrEqual(value)
})

test('parameters come as JSON or as pairs, more than once, and must be the model’s', async () => {
  const path = file('s.txt', sequences)
  const models = ['--models', 'popularity,itemKnn']
  const report = await evaluate(
    ...['--data', path, ...models, '--params', 'itemKnn:{"neighbours":5,"similarity":"jaccard"}'],
    ...['--params', 'itemKnn.shrinkage=2,popularity.halfLifeDays=0'],
  )
  expect(report.models.map(({ parameters }: { parameters: unknown }) => parameters)).toEqual([
    { halfLifeDays: 0 },
    { neighbours: 5, similarity: 'jaccard', shrinkage: 2 },
  ])
  for (const wrong of ['itemKnn:{"neighbours":0}', 'itemKnn.what=1', 'ease:{"lambda":1}']) {
    const { error } = await evaluate('--data', path, ...models, '--params', wrong)
    expect(error.code).toBe('bad-parameter')
  }
  for (const wrong of ['itemKnn:{neighbours:5}', 'itemKnn', 'itemKnn:{"a":[1]}'])
    await expect(run('--data', path, ...models, '--params', wrong)).rejects.toThrow(/--params/)
})

/**
 * Two persons rate three films 1, 2, 3 and 3, 4, 5. Whatever the folds, MAE ≤ RMSE ≤ the widest error on the scale, and a
 * perfect additive structure is what the baseline can express.
 */
const ratings = `user,item,rating\n${Array.from({ length: 12 }, (_, person) =>
  Array.from({ length: 8 }, (_, item) => `p${person},i${item},${1 + (person % 3) + (item % 2)}`).join('\n'),
).join('\n')}\n`

test('ratings: RMSE and MAE over folds, compared with the first model', async () => {
  const report = await evaluate(
    ...[
      '--data',
      file('ratings.csv', ratings),
      '--protocol',
      'ratings',
      '--models',
      'baseline,slopeOne',
      '--folds',
      '4',
    ],
  )
  expect(report).toMatchObject({ protocol: 'ratings', folds: 4, metric: 'rmse', better: 'lower', cases: 96 })
  const [baseline, slopeOne] = report.models
  // Ratings are additive without noise: differences between items are exact, biases are shrunk a little.
  expect(slopeOne.metrics.rmse).toBeLessThan(1e-6)
  expect(baseline.metrics.rmse).toBeGreaterThan(0.1)
  expect(baseline.metrics.mae).toBeLessThanOrEqual(baseline.metrics.rmse)
  expect(slopeOne.differences.rmse.value).toBeCloseTo(-baseline.metrics.rmse, 6)
  expect(slopeOne.differences.rmse.high).toBeLessThan(0)
})

test.each([
  [['--protocol', 'ratings', '--models', 'popularity,svd'], 'predicts-no-ratings'],
  [['--models', 'svd'], 'no-ratings'],
  [['--protocol', 'ratings', '--models', 'svd'], 'no-ratings'],
  [['--models', 'content'], 'no-texts'],
  [['--models', 'popularity,popularity'], 'bad-parameter'],
  [['--svg', join(folder, 'nowhere', 'a.svg')], 'no-folder'],
  [['--save', 'x', '--data-dir', join(folder, 'no-store')], 'no-data-folder'],
  [['--save', ''], 'bad-parameter'],
])('%j without ratings or texts is refused: %s', async (args, code) => {
  const { error } = await evaluate('--data', file('s.txt', sequences), ...args)
  expect(error.code).toBe(code)
  expect(process.exitCode).toBe(1)
  expect(existsSync(join(folder, 'no-store'))).toBe(false)
})

test('the picture is drawn in the language asked for, and the comparison is kept for the console', async () => {
  const dataDir = join(folder, 'store')
  await initCommand().exitOverride().parseAsync(['node', 'init', '--data-dir', dataDir])
  const svg = join(folder, 'a.svg')
  const path = file('s.txt', sequences)
  const store = ['--data-dir', dataDir]
  await run('--data', path, '--models', 'popularity,itemKnn', '--svg', svg, '--lang', 'zh', '--save', 'first', ...store)
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [^>]*lang="zh-CN"[\s\S]*<\/svg>\n$/)
  expect(printed.text).toContain('less popularity')
  expect(printed.text).toContain('Saved as “first”')
  const again = await evaluate('--data', path, '--models', 'popularity', '--save', 'first', ...store)
  const { apiClient } = await import('../open.ts')
  const api = await apiClient({ dataDir })
  const { evaluations } = await api.request<{ evaluations: { name: string; comparison: unknown }[] }>(
    'GET',
    '/v1/evaluations',
  )
  await api.close()
  const { quarantined, ...comparison } = again
  expect(evaluations).toMatchObject([{ name: 'first', comparison }])
})

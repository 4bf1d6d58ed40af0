import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { evaluateCommand } from './evaluate.ts'
import { tuneCommand } from './tune.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-tune-'))
const path = (name: string): string => join(folder, name)
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** People of two tastes who each go on in their own order. */
const sequences = Array.from({ length: 60 }, (_, person) => {
  const items = Array.from({ length: 6 }, (_, step) => `${person % 2 ? 'a' : 'b'}${(person * 3 + step * 3) % 8}`)
  return `u${person} ${items.join(' ')}\n`
}).join('')
writeFileSync(path('s.txt'), sequences)

async function run(...args: string[]): Promise<void> {
  printed.clear()
  await tuneCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(['node', 'tune', '--data', path('s.txt'), '--metric', 'ndcg@5', '--trials', '6', ...args])
}

async function tune(...args: string[]) {
  await run(...args, '--json')
  return JSON.parse(printed.text)
}

const linesOf = (name: string): { type: string; kind: string; [key: string]: unknown }[] =>
  readFileSync(path(name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
/** All but how long it took. */
const timeless = (name: string) =>
  linesOf(name).map(({ seconds: _, comparison, ...line }) => ({
    ...line,
    ...(comparison === undefined
      ? {}
      : { tested: (comparison as { models: { metrics: unknown }[] }).models.map((m) => m.metrics) }),
  }))

test('a line for the search, one a trial, one for the test, kind after kind', async () => {
  const report = await tune('--models', 'itemKnn,popularity', '--ledger', path('whole.jsonl'))
  expect(linesOf('whole.jsonl').map(({ type, kind }) => `${kind} ${type}`)).toEqual([
    'itemKnn search',
    ...Array(6).fill('itemKnn trial'),
    'itemKnn test',
    'popularity search',
    ...Array(6).fill('popularity trial'),
    'popularity test',
  ])
  const [itemKnn] = report.models
  const trials = linesOf('whole.jsonl').filter(({ type, kind }) => type === 'trial' && kind === 'itemKnn')
  expect(itemKnn.best.score).toBe(Math.max(...trials.map(({ score }) => score as number)))
  expect(itemKnn.default.trial).toBe(0)
})

test('the test figures are those that evaluate gives for the same parameters', async () => {
  const [kind] = (await tune('--models', 'itemKnn', '--ledger', path('figures.jsonl'))).models
  const measure = async (...params: string[]) => {
    printed.clear()
    await evaluateCommand()
      .exitOverride()
      .parseAsync(['node', 'evaluate', '--data', path('s.txt'), '--models', 'itemKnn', '--k', '5', '--json', ...params])
    return JSON.parse(printed.text).models[0].metrics['ndcg@5']
  }
  expect(kind.test.default.metrics['ndcg@5']).toBe(await measure())
  const best = JSON.stringify(kind.best.parameters)
  expect(kind.test.tuned.metrics['ndcg@5']).toBe(await measure('--params', `itemKnn:${best}`))
})

test('a search that was killed anywhere goes on and ends as if it had not been', async () => {
  const options = ['--models', 'itemKnn,popularity', '--ledger']
  await run(...options, path('full.jsonl'))
  const full = readFileSync(path('full.jsonl'), 'utf8')
  const lines = full.split('\n')
  for (const cut of [0, 40, lines[0]!.length + 1, 1200, full.length - lines.at(-2)!.length, full.length - 1]) {
    writeFileSync(path('cut.jsonl'), full.slice(0, cut))
    await run(...options, path('cut.jsonl'))
    expect(timeless('cut.jsonl')).toEqual(timeless('full.jsonl'))
    // What was on the disk stays as it was, seconds and all.
    const kept = full.slice(0, full.slice(0, cut).lastIndexOf('\n') + 1)
    expect(readFileSync(path('cut.jsonl'), 'utf8').startsWith(kept)).toBe(true)
  }
  // A ledger that is whole is only read.
  await run(...options, path('full.jsonl'))
  expect(readFileSync(path('full.jsonl'), 'utf8')).toBe(full)
})

test('a ledger of another search, or none at all, is refused and stays as it is', async () => {
  const options = ['--models', 'itemKnn', '--ledger', path('mine.jsonl')]
  await run(...options)
  const before = readFileSync(path('mine.jsonl'), 'utf8')
  for (const other of [
    ['--seed', '2'],
    ['--trials', '7'],
    ['--metric', 'hr@5'],
    ['--params', 'itemKnn.neighbours=50'],
    ['--matrix', 'all-but-one'],
  ]) {
    const { error } = await tune(...options, ...other)
    expect(error.code).toBe('ledger-differs')
  }
  expect(readFileSync(path('mine.jsonl'), 'utf8')).toBe(before)
  writeFileSync(path('other.jsonl'), '{"hello":1}\n')
  expect((await tune('--ledger', path('other.jsonl'))).error).toMatchObject({ code: 'bad-ledger' })
  expect(readFileSync(path('other.jsonl'), 'utf8')).toBe('{"hello":1}\n')
})

test('prints the command that trains what was found, and holds what was given', async () => {
  await run('--models', 'itemKnn', '--no-ledger', '--params', 'itemKnn:{"shrinkage":3}')
  const [, json = '{}'] = /attune train itemKnn --params '(.*)'/.exec(printed.text) ?? []
  expect(JSON.parse(json)).toMatchObject({ shrinkage: 3 })
  expect(printed.text).toMatch(/default, NDCG@5 on validation/)
  expect(printed.text).toMatch(/looked at once/)
  expect(printed.text).not.toContain('Ledger')
})

test('ratings are tuned by their error', async () => {
  const rows = Array.from({ length: 30 }, (_, person) =>
    Array.from({ length: 8 }, (_, item) => `p${person},i${item},${1 + ((person * item) % 5)}`).join('\n'),
  )
  writeFileSync(path('stars.csv'), `user,item,rating\n${rows.join('\n')}\n`)
  await tuneCommand()
    .exitOverride()
    .parseAsync(
      ['node', 'tune', '--data', path('stars.csv'), '--protocol', 'ratings', '--models', 'baseline'].concat([
        '--trials',
        '5',
        '--no-ledger',
        '--json',
      ]),
    )
  const report = JSON.parse(printed.text)
  expect(report.metric).toBe('rmse')
  const [{ best, trials, test: tested }] = report.models
  expect(best.score).toBe(Math.min(...trials.map(({ score }: { score: number }) => score)))
  expect(tested.default.metrics.rmse).toBeGreaterThan(0)
})

test.each([
  [['--models', 'magic'], 'unknown-kind'],
  [['--metric', 'joy'], 'bad-parameter'],
  [['--metric', 'rmse'], 'bad-parameter'],
  [['--protocol', 'ratings', '--metric', 'rmse', '--models', 'itemKnn'], 'predicts-no-ratings'],
  [['--models', 'popularity', '--params', 'popularity.halfLifeDays=3'], 'bad-parameter'],
])('%j is refused: %s', async (args, code) => {
  const { error } = await tune('--ledger', path('refused.jsonl'), ...args)
  expect(error.code).toBe(code)
  expect(process.exitCode).toBe(1)
  expect(existsSync(path('refused.jsonl'))).toBe(false)
})

test.each(['x', '0s', '-5m', '10 years'])('a budget of %j is none', async (budget) => {
  await expect(run('--budget', budget, '--ledger', path('none.jsonl'))).rejects.toThrow(/a duration such as/)
  expect(existsSync(path('none.jsonl'))).toBe(false)
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { evaluateCommand } from '../cli/commands/evaluate.ts'
import { keepPrinted } from '../cli/keep-printed.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-evaluate-'))
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function evaluate(...args: string[]) {
  await evaluateCommand()
    .exitOverride()
    .parseAsync(['node', 'evaluate', ...args, '--json'])
  return JSON.parse(printed.text)
}

/**
 * Popularity on s[:-2] of four sequences: a 3, b 2, c 1, d 0. Asked with s[:-1], whose items are left out, for the last:
 * u1 seen a b c → d: d has no score at all, missed · u2 seen a b c → d the same · u3 seen a d → b: first of b, c · u4 seen c d → a: first of a, b.
 */
const sequences = 'u1 a b c d\nu2 a b c d\nu3 a d b\nu4 c d a\n'

test('a sequence file: popularity by hand on the matrix s[:-2]', async () => {
  const report = await evaluate(
    '--data',
    file('s.txt.gz', gzipSync(sequences)),
    '--models',
    'popularity',
    '--k',
    '1,10',
  )
  expect(report).toMatchObject({
    data: 's.txt.gz',
    protocol: 'leave-one-out',
    matrix: 'all-but-two',
    order: 'sequence',
  })
  const [popularity] = report.models
  expect(popularity.name).toBe('popularity')
  expect(popularity.metrics['hr@1']).toBe(0.5)
  expect(popularity.metrics['ndcg@10']).toBe(0.5)
  expect(popularity.persons).toBe(4)
  expect(popularity.intervals['hr@1']).toHaveLength(2)
  expect(popularity.fitSeconds).toBeGreaterThanOrEqual(0)
})

test('with the matrix s[:-1] the last but one counts too, and d can be found', async () => {
  // a 3, b 2, c 3, d 2: u1 and u2 are asked for d, the only item left; u3 for b, after c; u4 for a, before b.
  const report = await evaluate(
    '--data',
    file('t.txt', sequences),
    '--models',
    'popularity',
    '--matrix',
    'all-but-one',
    '--k',
    '1',
  )
  expect(report.models[0].metrics['hr@1']).toBe(0.75)
})

test('a CSV with columns, times out of order, latin-1, and lines that are left out with their reason', async () => {
  const rows = [
    'client;article;note;heure',
    'é;b;5;200',
    'é;a;5;100',
    'é;c;5;300',
    'x;a;4;1',
    'x;b;4;2',
    'x;c;4;3',
    'y;a;9;1',
  ]
  const path = file('notes.csv', Buffer.from(rows.join('\n'), 'latin1'))
  const report = await evaluate(
    '--data',
    path,
    '--columns',
    'user=client,item=article,rating=note,time=heure',
    '--models',
    'popularity',
    '--k',
    '1',
  )
  expect(report).toMatchObject({ order: 'times', persons: 2, items: 3, cases: 2 })
  expect(report.quarantined).toMatchObject([
    { reason: 'impossible-value', count: 1, examples: [{ line: 8, field: 'note' }] },
  ])
  // In order of time both end with c, which nobody took before.
  expect(report.models[0].metrics['hr@1']).toBe(0)
})

test.each([
  ['ncf', 'no-negatives'],
  ['time', 'no-times'],
])('%s on a sequence file is refused: %s', async (protocol, code) => {
  const answer = await evaluate('--data', file('r.txt', sequences), '--protocol', protocol)
  expect(answer.error.code).toBe(code)
  expect(process.exitCode).toBe(1)
})

test.each([
  [['--data', '/nowhere'], 'unknown-dataset'],
  [['--data', 'PATH', '--models', 'magic'], 'unknown-kind'],
  [['--data', 'PATH', '--columns', 'user=who,item=b'], 'missing-column'],
  [['--data', 'PATH', '--columns', 'nobody=a'], 'bad-columns'],
  [
    ['--data', 'PATH', '--columns', 'user=a,item=b', '--models', 'popularity', '--params', 'recencyItemKnn.decay=1'],
    'bad-parameter',
  ],
])('%j is refused: %s', async (args, code) => {
  const path = file('x.csv', 'a,b\n1,2\n1,3\n')
  const answer = await evaluate(...args.map((arg) => (arg === 'PATH' ? path : arg)))
  expect(answer.error.code).toBe(code)
  expect(process.exitCode).toBe(1)
})

test('an NCF folder: the held-out item is ranked among its negatives only', async () => {
  const ncf = join(folder, 'ml-like')
  const { mkdirSync } = await import('node:fs')
  mkdirSync(ncf)
  const put = (name: string, text: string) => writeFileSync(join(ncf, name), text)
  put('chrono.train.csv', '1-9-9-9,10-99\n')
  put('chrono.test.csv', '1-9-9-9,11-99\n')
  put('movies.dat', '10::A (1990)::Drama\n')
  // Popularity: item 0 three times, 1 twice, 2 once, 3 never.
  put('ncf.train.reconstructed.tsv', '0\t0\t1\t0\n1\t0\t1\t0\n2\t0\t1\t0\n1\t1\t1\t1\n2\t1\t1\t1\n2\t2\t1\t2\n')
  // Person 0: 1 among 2 and 3 is first. Person 1: 2 among 0 and 3 is second.
  put('ncf.test.negative', '(0,1)\t2\t3\n(1,2)\t0\t3\n')
  const report = await evaluate('--data', ncf, '--protocol', 'ncf', '--models', 'popularity', '--k', '1,2')
  const { metrics } = report.models[0]
  expect(metrics['hr@1']).toBe(0.5)
  expect(metrics['hr@2']).toBe(1)
  expect(metrics['ndcg@2']).toBeCloseTo((1 + 1 / Math.log2(3)) / 2, 10)
})

test('where nothing is left to ask, the refusal names the lines that were left out, the first, and why', async () => {
  const rows = ['client,article,note', 'x,a,9', 'x,b,9', 'y,a,9', 'y,,3', 'z,c,4']
  const args = ['--data', file('stars.csv', rows.join('\n')), '--columns', 'user=client,item=article,rating=note']
  const { error } = await evaluate(...args)
  expect(error).toMatchObject({
    code: 'no-cases',
    details: { refused: 4, reason: 'impossible-value', firstLine: 2 },
    message: expect.stringMatching(
      /3 lines left out: impossible-value \(first at stars\.csv:2: .*\); 1 line left out: missing-field/,
    ),
  })
  expect(process.exitCode).toBe(1)
})

test('the table says on what and how it was measured', async () => {
  await evaluateCommand()
    .exitOverride()
    .parseAsync(['node', 'evaluate', '--data', file('named.txt', sequences), '--models', 'popularity'])
  expect(printed.text).toMatch(/^named\.txt · leave-one-out, trained on all-but-two · 4 persons, 4 items, 4 cases\n/)
})

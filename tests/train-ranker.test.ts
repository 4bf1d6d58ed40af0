import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { openSavedRanker } from '../packages/attune/src/ranker/open-saved-ranker.ts'
import { temporaryFolder } from './support.ts'

interface Row {
  readonly person_id: string
  readonly item_id: string
  readonly price: number
  readonly click: number
}

/** Who likes which items is written in their parities; dear items are taken less often. */
function rowsOf(count: number, seed: number): Row[] {
  let state = seed
  const draw = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  return Array.from({ length: count }, () => {
    const [person, item, price] = [draw(40), draw(30), draw(1000) / 10]
    const likely = person % 2 === item % 2 ? 90 : 10
    return {
      person_id: `p${person}`,
      item_id: `i${item}`,
      price,
      click: Number(draw(100) < (price > 80 ? likely / 3 : likely)),
    }
  })
}

const all: readonly (keyof Row)[] = ['person_id', 'item_id', 'price', 'click']

const csv = (rows: readonly Row[], columns = all): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n')

test('a factorisation machine learns who likes what from CSV and gzipped JSON lines, and its folder scores as it did', async () => {
  const cwd = temporaryFolder()
  const later = rowsOf(1000, 2)
  writeFileSync(join(cwd, 'train.csv'), csv(rowsOf(4000, 1)))
  const lines = [...later.map((row) => JSON.stringify(row)), '{"person_id": "p1"}']
  writeFileSync(join(cwd, 'test.jsonl.gz'), gzipSync(lines.join('\n')))
  const args = [
    'train',
    'ranker',
    '--train',
    'train.csv',
    '--test',
    'test.jsonl.gz',
    '--label',
    'click',
    '--threads',
    '1',
  ]
  const more = ['--model', 'fm', '--learning-rate', '0.01', '--calibrate', 'platt', '--out', 'model', '--json']
  const { code, stdout, stderr } = await runHere([...args, ...more], { cwd })
  expect(stderr).toContain('1 line left out: missing-field (first at test.jsonl.gz:1001: click is empty)')
  expect(code).toBe(0)
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(['auc', 'logloss', 'ece', 'parameters', 'trainableParameters', 'seconds', 'run'])
  // Knowing the truth behind the rows gives .85 or so; the price alone .6.
  expect(report.auc).toBeGreaterThan(0.8)
  expect(report.ece).toBeLessThan(0.1)
  const saved = JSON.parse(readFileSync(join(cwd, 'model', 'ranker.json'), 'utf8'))
  expect(saved.definition.features.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
    ['person_id', 'ids'],
    ['item_id', 'ids'],
    ['price', 'number'],
  ])
  expect(saved.scores.auc).toBe(report.auc)
  expect(readFileSync(join(cwd, 'model', 'README.md'), 'utf8')).toContain(`| AUC | ${report.auc.toFixed(4)} |`)
  await using ranker = await openSavedRanker(join(cwd, 'model'), { threads: 1 })
  const scores = await ranker.score(later.map(({ click: _, ...row }) => row))
  const loss =
    later.reduce((sum, { click }, i) => sum - Math.log(click ? scores[i]! : 1 - scores[i]!), 0) / later.length
  expect(loss).toBeCloseTo(report.logloss, 5)
  expect((await ranker.score([{}]))[0]).toBeGreaterThan(0)
}, 120_000)

test('libfm is read, and rows are set aside where there is no test file', async () => {
  const cwd = temporaryFolder()
  const lines = rowsOf(3000, 3).map(
    ({ person_id, item_id, click }) => `${click || -1} ${person_id.slice(1)}:1 ${100 + Number(item_id.slice(1))}:1`,
  )
  writeFileSync(join(cwd, 'rows.libfm'), lines.join('\r\n'))
  const args = ['train', 'ranker', '--train', 'rows.libfm', '--label', 'label', '--model', 'deepfm', '--hidden', '32']
  const { stdout, code } = await runHere([...args, '--learning-rate', '0.01', '--threads', '1'], { cwd })
  expect(code).toBe(0)
  const [, auc, rows] = /AUC ([\d.]+), .* on (\d+) rows/.exec(stdout) ?? []
  expect(Number(auc)).toBeGreaterThan(0.75)
  expect(Number(rows)).toBe(600)
}, 120_000)

test('what cannot be done is said in a document, and leaves nothing behind', async () => {
  const cwd = temporaryFolder()
  const rows = rowsOf(60, 4)
  writeFileSync(join(cwd, 'some.csv'), csv(rows))
  writeFileSync(join(cwd, 'other.csv'), csv(rows, ['person_id', 'price', 'click']))
  const args = [
    'train',
    'ranker',
    '--train',
    'some.csv',
    '--test',
    'other.csv',
    '--label',
    'click',
    '--out',
    'm',
    '--json',
  ]
  const { stdout, code } = await runHere(args, { cwd })
  expect(code).toBe(1)
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'missing-column', details: { column: 'item_id' } })
  expect(existsSync(join(cwd, 'm'))).toBe(false)
}, 120_000)

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { runHere } from '../packages/attune/src/cli/run-here.fixture.ts'
import { temporaryFolder } from './support.ts'

const good = ['很好', '喜欢', '满意', 'great', 'love it', 'perfect']
const bad = ['很差', '失望', '退货', 'awful', 'broken', 'never again']
const things = ['外套', '鞋子', '茶壶', 'jacket', 'shoes', 'teapot', '手机', 'lamp']

/** Reviews whose class is in one word, in both languages. */
function reviews(count: number, seed: number): { text: string; label: string }[] {
  let state = seed
  const draw = <T>(list: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return list[Math.floor((state / 2 ** 31) * list.length)] as T
  }
  return Array.from({ length: count }, () => {
    const label = draw(['good', 'bad'])
    return { text: `${draw(things)} ${draw(label === 'good' ? good : bad)} ${draw(things)}`, label }
  })
}

const csv = (rows: readonly { text: string; label: string }[]): string =>
  ['text,label', ...rows.map(({ text, label }) => `"${text}",${label}`)].join('\n')

const columns = ['--text', 'text', '--label', 'label']

test('an encoder from nothing learns reviews in both languages from CSV and gzipped JSON lines, and leaves a model with its card', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'train.csv'), csv(reviews(400, 1)))
  const lines = reviews(100, 2).map((row) => JSON.stringify(row))
  writeFileSync(join(cwd, 'test.jsonl.gz'), gzipSync([...lines, '{"text": "no label"}'].join('\n')))
  const args = [
    'finetune',
    'classify',
    '--train',
    'train.csv',
    '--test',
    'test.jsonl.gz',
    ...columns,
    '--epochs',
    '8',
    '--longest',
    '24',
    '--out',
    'model',
    '--json',
  ]
  const { code, stdout, stderr } = await runHere(args, { cwd })
  expect(stderr).toContain('1 line left out: missing-field (first at test.jsonl.gz:101: label is empty)')
  expect(code).toBe(0)
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(['accuracy', 'macroF1', 'perClass', 'trainableParameters', 'seconds', 'run'])
  expect(report.accuracy).toBeGreaterThan(0.95)
  expect(report.perClass.good.support + report.perClass.bad.support).toBe(100)
  const facts = JSON.parse(readFileSync(join(cwd, 'model', 'classifier.json'), 'utf8'))
  expect(facts).toMatchObject({ labels: ['bad', 'good'], report: { accuracy: report.accuracy } })
  expect(readFileSync(join(cwd, 'model', 'README.md'), 'utf8')).toContain(
    `| accuracy | ${report.accuracy.toFixed(4)} |`,
  )
  expect(existsSync(join(cwd, 'model', 'model.safetensors'))).toBe(true)
  const again = await runHere(args, { cwd })
  expect(JSON.parse(again.stdout).error.code).toBe('folder-exists')
}, 120_000)

test('texts of no class are told from the others, and are in no other figure', async () => {
  const cwd = temporaryFolder()
  const strange = Array.from({ length: 20 }, (_, i) => ({ text: `wie spät ist es um ${i} Uhr`, label: 'none' }))
  writeFileSync(join(cwd, 'train.csv'), csv([...reviews(300, 1), ...strange.slice(0, 5)]))
  writeFileSync(join(cwd, 'test.csv'), csv([...reviews(60, 2), ...strange]))
  const ask = async (...more: string[]) => {
    const files = ['--train', 'train.csv', '--test', 'test.csv', '--epochs', '8', '--longest', '24', '--json']
    return JSON.parse((await runHere(['finetune', 'classify', ...files, ...columns, ...more], { cwd })).stdout)
  }
  const report = await ask('--out-of-scope', 'none', '--out', 'model')
  expect(report.outOfScopeTexts).toBe(20)
  expect(report.outOfScopeAuc).toBeGreaterThan(0.95)
  expect(Object.keys(report.perClass)).toEqual(['bad', 'good'])
  expect(report.perClass.good.support + report.perClass.bad.support).toBe(60)
  const facts = JSON.parse(readFileSync(join(cwd, 'model', 'classifier.json'), 'utf8'))
  expect(facts).toMatchObject({ labels: ['bad', 'good'], scope: { kind: 'distance' } })
  expect(readFileSync(join(cwd, 'model', 'README.md'), 'utf8')).toContain('| texts of no class, AUC | ')
}, 120_000)

test('entities from JSON lines, and what cannot be kept secret is refused', async () => {
  const cwd = temporaryFolder()
  const lines = reviews(120, 4).map(({ text }) => {
    const end = text.indexOf(' ')
    return JSON.stringify({ text, marks: [{ start: 0, end, label: 'thing' }] })
  })
  const broken = JSON.stringify({ text: 'short', marks: [{ start: 0, end: 99, label: 'thing' }] })
  writeFileSync(join(cwd, 'marked.jsonl'), [...lines, broken].join('\n'))
  const args = [
    'finetune',
    'tag',
    '--train',
    'marked.jsonl',
    '--text',
    'text',
    '--entities',
    'marks',
    '--longest',
    '24',
  ]
  const { stdout, stderr } = await runHere([...args, '--epochs', '2', '--json'], { cwd })
  expect(stderr).toContain('impossible-value (first at marked.jsonl:121: marks is no list')
  expect(Object.keys(JSON.parse(stdout).perClass)).toEqual(['thing'])
  const secret = await runHere([...args, '--privacy-noise', '1', '--json'], { cwd })
  expect(JSON.parse(secret.stdout).error.code).toBe('bad-parameter')
}, 120_000)

test('what cannot be done is said before any work', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'some.csv'), csv(reviews(20, 3)))
  writeFileSync(join(cwd, 'one.csv'), csv(reviews(20, 3).map(({ text }) => ({ text, label: 'good' }))))
  mkdirSync(join(cwd, 'empty'))
  mkdirSync(join(cwd, 'broken'))
  for (const name of ['config.json', 'tokenizer.json']) writeFileSync(join(cwd, 'broken', name), '{}')
  writeFileSync(join(cwd, 'broken', 'model.safetensors'), 'no model')
  const ask = async (...more: string[]): Promise<string> => {
    const base = ['finetune', 'classify', '--train', 'some.csv', '--test', 'some.csv', ...columns, '--json']
    return JSON.parse((await runHere([...base, ...more], { cwd })).stdout).error.code
  }
  expect(await ask('--text', 'words')).toBe('missing-column')
  expect(await ask('--train', 'one.csv')).toBe('one-class')
  expect(await ask('--encoder', 'empty')).toBe('unknown-encoder')
  expect(await ask('--encoder', 'broken')).toBe('bad-encoder')
  expect(await ask('--method', 'lora')).toBe('bad-parameter')
  expect(await ask('--out', 'empty')).toBe('folder-exists')
  expect(await ask('--train', 'nothing.csv')).toBe('file-not-found')
}, 120_000)

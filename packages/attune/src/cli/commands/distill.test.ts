import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { openClassifier } from '../../finetune/open-classifier.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { distillCommand } from './distill.ts'
import { finetuneCommand } from './finetune.ts'
import { quantizeCommand } from './quantize.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-distill-'))
const at = (name: string): string => join(folder, name)
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', at('data'), '--json'])
  return JSON.parse(printed.text)
}

const phrases = ['好喝的茶', '难喝的茶', 'good tea', 'bad tea']
const lines = Array.from({ length: 200 }, (_, i) => `${phrases[i % 4]} ${i % 9},${i % 2 === 0 ? 'good' : 'bad'}`)
writeFileSync(at('texts.csv'), ['text,label', ...lines].join('\n'))
const columns = ['--text', 'text', '--label', 'label']
const distil = (...args: string[]) =>
  run(distillCommand(), '--teacher', at('teacher'), '--texts', at('texts.csv'), '--threads', '1', ...args)

test('a student learns from a teacher, from its layers or from nothing, and is a classifier like others', {
  timeout: 60_000,
}, async () => {
  const train = ['--train', at('texts.csv'), '--test', at('texts.csv'), ...columns, '--epochs', '4', '--threads', '1']
  const { accuracy } = await run(finetuneCommand(), 'classify', ...train, '--out', at('teacher'))
  expect(accuracy).toBe(1)
  const half = await distil(...columns, '--test', at('texts.csv'), '--layers', '1', '--out', at('half'))
  expect(half).toMatchObject({ accuracy: { teacher: 1, student: 1 }, start: 'teacher' })
  expect(half.parameters.student).toBeLessThan(half.parameters.teacher)
  const { facts, shape } = openClassifier(at('half'))
  expect(shape).toMatchObject({ layers: 1, width: 128 })
  expect(facts).toMatchObject({ distilled: { accuracy: { student: 1 } } })
  expect(readFileSync(join(at('half'), 'README.md'), 'utf8')).toMatch(
    /\| accuracy \| 1\.0000 \|[\s\S]*\| accuracy, of the teacher \| 1\.0000 \|[\s\S]*\| 准确率（教师模型） \| 1\.0000 \|/,
  )

  // Without labels only the teacher is heard.
  const narrow = await distil(
    '--text',
    'text',
    '--layers',
    '1',
    '--width',
    '32',
    '--epochs',
    '8',
    '--out',
    at('narrow'),
  )
  expect(narrow).toMatchObject({ start: 'scratch' })
  expect(narrow.accuracy).toBeUndefined()
  const rounded = await run(
    quantizeCommand(),
    ...['--model', at('narrow'), '--out', at('narrow8'), '--test', at('texts.csv'), ...columns, '--threads', '1'],
  )
  expect(rounded.accuracy.before).toBeGreaterThan(0.95)
})

test.each([
  ['a test without labels', ['--text', 'text', '--test', at('texts.csv')], 'bad-parameter'],
  ['layers of another width', [...columns, '--width', '32', '--from', 'teacher'], 'bad-parameter'],
  ['heads that do not fit', [...columns, '--width', '32', '--heads', '5'], 'bad-parameter'],
  ['labels that the teacher does not know', ['--text', 'label', '--label', 'text'], 'unknown-label'],
])('%s is refused before the work', async (_, args, code) => {
  expect((await distil(...args, '--layers', '1', '--out', at('x'))).error.code).toBe(code)
  expect(existsSync(at('x'))).toBe(false)
})

test('a teacher that is not there is named', async () => {
  const { error } = await run(
    distillCommand(),
    ...['--teacher', at('nowhere'), '--texts', at('texts.csv'), '--text', 'text', '--layers', '1', '--out', at('x')],
  )
  expect(error.code).toBe('unknown-model')
})

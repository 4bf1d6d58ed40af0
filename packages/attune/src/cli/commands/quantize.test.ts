import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTextClassifier, openTextEncoder } from '@attune/learn'
import type { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyBert } from '../../encoders/tiny-bert.fixture.ts'
import { openClassifier } from '../../finetune/open-classifier.ts'
import { writeFolder } from '../../finetune/write-folder.ts'
import { openServingEncoder } from '../../quantise/open-serving-encoder.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { finetuneCommand } from './finetune.ts'
import { quantizeCommand } from './quantize.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-quantize-'))
const at = (name: string): string => join(folder, name)
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', at('data'), '--json'])
  return JSON.parse(printed.text)
}

const phrases = ['好喝的茶', '难喝的茶', 'good tea', 'bad tea']
beforeAll(() => {
  const lines = Array.from({ length: 120 }, (_, i) => `${phrases[i % 4]} ${i % 9},${i % 2 === 0 ? 'good' : 'bad'}`)
  writeFileSync(at('texts.csv'), ['text,label', ...lines].join('\n'))
  writeFolder(at('bert'), tinyBert())
})
const columns = ['--text', 'text', '--label', 'label']

test('a classifier is a fourth as large, and says what that costs', { timeout: 60_000 }, async () => {
  const train = ['--train', at('texts.csv'), '--test', at('texts.csv'), ...columns, '--epochs', '3', '--threads', '1']
  const { accuracy } = await run(finetuneCommand(), 'classify', ...train, '--out', at('classifier'))
  const report = await run(
    quantizeCommand(),
    ...['--model', at('classifier'), '--out', at('small'), '--test', at('texts.csv'), ...columns, '--threads', '1'],
  )
  expect(report.accuracy.before).toBe(accuracy)
  expect(report.agreement).toBeGreaterThan(0.95)
  expect(Math.abs(report.accuracy.after - accuracy)).toBeLessThanOrEqual(1 - report.agreement)
  expect(report.bytes.after).toBeLessThan(0.3 * report.bytes.before)
  expect(readFileSync(join(at('small'), 'model.safetensors')).length).toBe(report.bytes.after)
  const { model, tokenizer, labels, facts } = openClassifier(at('small'))
  expect(facts).toMatchObject({ quantised: { bits: 8 } })
  const scopeOf = (name: string) =>
    Object.fromEntries([...openClassifier(at(name)).model.parameters].filter(([key]) => key.startsWith('scope.')))
  expect(Object.keys(scopeOf('classifier')).length).toBeGreaterThan(0)
  expect(scopeOf('small')).toEqual(scopeOf('classifier'))
  await using classifier = openTextClassifier({ ...model, threads: 1 })
  const [found] = await classifier.classify([tokenizer.encode('good tea')])
  expect(labels[found?.label ?? -1]).toBe('good')

  const again = await run(quantizeCommand(), '--model', at('small'), '--out', at('smaller'))
  expect(again.error.code).toBe('already-quantised')
  expect(existsSync(at('smaller'))).toBe(false)
})

test('an encoder of bytes serves, and its vectors hardly move', async () => {
  const args = [
    '--model',
    at('bert'),
    '--out',
    at('bert8'),
    '--test',
    at('texts.csv'),
    '--text',
    'text',
    '--threads',
    '1',
  ]
  const report = await run(quantizeCommand(), ...args)
  // Its matrices are too small to be rounded.
  expect(report).toMatchObject({ matrices: 0, likeness: { texts: 120 } })
  expect(report.likeness.least).toBeCloseTo(1, 6)
  const { model, tokenizer } = openServingEncoder(at('bert8'))
  await using encoder = openTextEncoder({ ...model, threads: 1 })
  expect((await encoder.ask([tokenizer.encode('good tea')]))[0]?.length).toBe(8)
})

test.each([
  ['a folder that is none', ['--model', at('nowhere'), '--out', at('x')], 'unknown-encoder'],
  ['a folder that is there', ['--model', at('bert'), '--out', at('bert')], 'folder-exists'],
  ['a test without its columns', ['--model', at('bert'), '--out', at('x'), '--test', at('texts.csv')], 'bad-parameter'],
])('%s is refused', async (_, args, code) => {
  expect((await run(quantizeCommand(), ...args)).error.code).toBe(code)
  expect(existsSync(at('x'))).toBe(false)
})

test('a classifier whose files do not fit each other is refused', async () => {
  const files = (facts: unknown) => ({ ...tinyBert(), 'classifier.json': JSON.stringify(facts) })
  writeFolder(at('odd'), files({ format: 'attune-classifier-1', labels: ['a', 'b'], shape: { layers: 1e9 } }))
  expect((await run(quantizeCommand(), '--model', at('odd'), '--out', at('x'))).error.code).toBe('bad-model')
})

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { finetuneCommand } from './finetune.ts'
import { modelsCommand } from './models.ts'
import { pretrainCommand } from './pretrain.ts'
import { runsCommand } from './runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-pretrain-'))
const dataDir = join(folder, 'data')
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', dataDir, '--json'])
  return JSON.parse(printed.text)
}

const phrases = ['外卖送得很快，味道好', '味道太差，送得很慢', 'the tea is good', 'the coffee is bad']
const lines = Array.from({ length: 400 }, (_, i) => `"${phrases[i % 4]} ${i % 7}",${i % 2}`)
const csv = join(folder, 'texts.csv')
writeFileSync(csv, ['text,label', ...lines].join('\n'))
const small = ['--texts', csv, '--text', 'text', '--layers', '1', '--width', '16', '--heads', '2', '--threads', '1']

test('an encoder that was pre-trained is listed, shown, gone on from, and fine-tuned by its name', {
  timeout: 60_000,
}, async () => {
  const first = await run(pretrainCommand(), ...small, '--epochs', '20', '--name', 'reviews')
  expect(first.loss).toBeLessThan(first.before.loss)
  expect(first.perplexity).toBeCloseTo(Math.exp(first.loss), 6)
  const shown = await run(modelsCommand(), 'show', 'reviews')
  expect(shown).toMatchObject({
    name: 'reviews',
    from: 'pretrained here on texts.csv',
    shape: { layers: 1, width: 16 },
  })

  const out = join(folder, 'on')
  const next = await run(pretrainCommand(), ...small, '--epochs', '1', '--from', 'reviews', '--out', out)
  expect(next.before.loss).toBeCloseTo(first.loss, 4)
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(
    /\| begun from \| pretrained here on texts\.csv \|[\s\S]*\| 起点 \| pretrained here on texts\.csv \|/,
  )

  const arguments_ = ['--train', csv, '--text', 'text', '--label', 'label', '--epochs', '1', '--threads', '1']
  const tuned = await run(finetuneCommand(), 'classify', ...arguments_, '--encoder', 'reviews', '--method', 'frozen')
  expect(tuned.trainableParameters).toBe(16 * 2 + 2)
})

test('with neither a folder nor a name the encoder is in its run', { timeout: 60_000 }, async () => {
  const { run: id, loss } = await run(pretrainCommand(), ...small, '--epochs', '1')
  const { model, kind, settings } = await run(runsCommand(), 'show', id)
  expect(settings).toMatchObject({ layers: 1, tokenizer: 'wordPiece', share: 0.15, from: null })
  expect({ kind, model }).toEqual({ kind: 'pretrain', model: join(dataDir, 'runs', id, 'model') })
  const next = await run(pretrainCommand(), ...small, '--epochs', '1', '--from', model)
  expect(next.before.loss).toBeCloseTo(loss, 4)
  const { settings: others } = await run(runsCommand(), 'show', next.run)
  expect(others, 'it has the size of what it went on from').toMatchObject({ layers: null, from: model })
})

test('a decoder learns to go on with texts, and is gone on from', { timeout: 60_000 }, async () => {
  const texts = ['--kind', 'decoder', '--texts', csv, '--text', 'text', '--longest', '16', '--threads', '1']
  const fresh = ['--layers', '1', '--width', '64', '--vocabulary', '400', '--epochs', '30', '--batch', '8']
  const out = join(folder, 'decoder')
  const first = await run(pretrainCommand(), ...texts, ...fresh, '--out', out)
  expect(first.perplexity).toBeLessThan(20)
  expect(Object.keys(first)).toEqual(['perplexity', 'tokens', 'trainableParameters', 'seconds', 'run'])
  expect(first.run).toMatch(/^pretrain-decoder-/)
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(/# Language decoder[\s\S]*# 语言解码器/)
  const next = await run(pretrainCommand(), ...texts, '--epochs', '1', '--from', out)
  expect(next.trainableParameters).toBe(first.trainableParameters)
  const odd = await run(pretrainCommand(), ...texts, ...fresh, '--share', '0.2')
  expect(odd.error).toMatchObject({ code: 'bad-parameter', details: { field: 'share' } })
})

test.each([
  ['a decoder among the encoders', ['--kind', 'decoder', '--name', 'x'], 'bad-parameter'],
  ['two places', ['--out', join(folder, 'x'), '--name', 'x'], 'bad-parameter'],
  ['a name that leads out', ['--name', '../x'], 'bad-parameter'],
  ['an encoder that is not there', ['--out', join(folder, 'x'), '--from', 'nobody'], 'unknown-encoder'],
  ['heads that do not fit', ['--out', join(folder, 'x'), '--heads', '3'], 'bad-parameter'],
  ['a column that is not there', ['--out', join(folder, 'x'), '--text', 'words'], 'missing-column'],
])('%s is refused before the work', async (_, args, code) => {
  expect((await run(pretrainCommand(), ...small, ...args)).error.code).toBe(code)
  expect(existsSync(join(folder, 'x'))).toBe(false)
})

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { finetuneCommand } from './finetune.ts'
import { modelsCommand } from './models.ts'
import { pretrainCommand } from './pretrain.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-pretrain-'))
const dataDir = join(folder, 'data')
let printed = ''
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed = ''
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', dataDir, '--json'])
  return JSON.parse(printed)
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
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('| begun from | pretrained here on texts.csv |')

  const arguments_ = ['--train', csv, '--text', 'text', '--label', 'label', '--epochs', '1', '--threads', '1']
  const tuned = await run(finetuneCommand(), 'classify', ...arguments_, '--encoder', 'reviews', '--method', 'frozen')
  expect(tuned.trainableParameters).toBe(16 * 2 + 2)
})

test('with a checkpoint the rest is done, and the file is gone at the end', { timeout: 60_000 }, async () => {
  const checkpoint = join(folder, 'state')
  const args = [...small, '--epochs', '2', '--checkpoint', checkpoint]
  const whole = await run(pretrainCommand(), ...args, '--checkpoint-every', '5', '--out', join(folder, 'whole'))
  expect(existsSync(checkpoint)).toBe(false)
  expect(existsSync(`${checkpoint}.part`)).toBe(false)
  const again = await run(pretrainCommand(), ...small, '--epochs', '2', '--out', join(folder, 'again'))
  expect({ ...again, seconds: 0 }).toEqual({ ...whole, seconds: 0 })
})

test('a checkpoint that is none is left as it is', async () => {
  const checkpoint = join(folder, 'none')
  writeFileSync(checkpoint, 'nothing of the kind')
  const { error } = await run(pretrainCommand(), ...small, '--checkpoint', checkpoint, '--out', join(folder, 'x'))
  expect(error.code).toBe('bad-checkpoint')
  expect(readFileSync(checkpoint, 'utf8')).toBe('nothing of the kind')
})

test.each([
  ['no place for it', [], 'bad-parameter'],
  ['two places', ['--out', join(folder, 'x'), '--name', 'x'], 'bad-parameter'],
  ['a name that leads out', ['--name', '../x'], 'bad-parameter'],
  ['an encoder that is not there', ['--out', join(folder, 'x'), '--from', 'nobody'], 'unknown-encoder'],
  ['heads that do not fit', ['--out', join(folder, 'x'), '--heads', '3'], 'bad-parameter'],
  ['a column that is not there', ['--out', join(folder, 'x'), '--text', 'words'], 'missing-column'],
])('%s is refused before the work', async (_, args, code) => {
  expect((await run(pretrainCommand(), ...small, ...args)).error.code).toBe(code)
  expect(existsSync(join(folder, 'x'))).toBe(false)
})

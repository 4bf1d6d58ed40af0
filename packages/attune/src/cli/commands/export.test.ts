import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { tinyBert } from '../../encoders/tiny-bert.fixture.ts'
import { writeFolder } from '../../finetune/write-folder.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { exportCommand } from './export.ts'
import { finetuneCommand } from './finetune.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-export-'))
const at = (name: string): string => join(folder, name)
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', at('data'), '--json'])
  return JSON.parse(printed.text)
}

test('an encoder by its name: one file, or a folder as transformers.js wants it', async () => {
  writeFolder(join(at('data'), 'encoders', 'tiny'), tinyBert())
  const alone = await run(exportCommand(), 'onnx', '--model', 'tiny', '--out', at('tiny.onnx'))
  expect(alone).toMatchObject({ outputs: ['last_hidden_state'], bytes: readFileSync(at('tiny.onnx')).length })
  await run(exportCommand(), 'onnx', '--model', 'tiny', '--out', at('tiny'))
  expect(readdirSync(at('tiny')).sort()).toEqual(['config.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json'])
  expect(readFileSync(join(at('tiny'), 'onnx/model.onnx'))).toEqual(readFileSync(at('tiny.onnx')))
  expect(JSON.parse(readFileSync(join(at('tiny'), 'tokenizer_config.json'), 'utf8'))).toMatchObject({
    pad_token: '[PAD]',
    model_max_length: 16,
  })
  const again = await run(exportCommand(), 'onnx', '--model', 'tiny', '--out', at('tiny.onnx'))
  expect(again.error.code).toBe('file-exists')
})

test('a classifier says its labels', { timeout: 60_000 }, async () => {
  const lines = Array.from({ length: 60 }, (_, i) => (i % 2 ? `bad tea ${i % 7},坏` : `good tea ${i % 7},好`))
  writeFileSync(at('texts.csv'), ['text,label', ...lines].join('\n'))
  const train = ['--train', at('texts.csv'), '--text', 'text', '--label', 'label', '--epochs', '1', '--threads', '1']
  await run(finetuneCommand(), 'classify', ...train, '--out', at('classifier'))
  const { outputs } = await run(exportCommand(), 'onnx', '--model', at('classifier'), '--out', at('plain'))
  expect(outputs).toEqual(['logits'])
  const { id2label } = JSON.parse(readFileSync(join(at('plain'), 'config.json'), 'utf8'))
  expect(id2label).toEqual({ 0: '坏', 1: '好' })
})

test('what is no model is refused', async () => {
  const { error } = await run(exportCommand(), 'onnx', '--model', at('nowhere'), '--out', at('x.onnx'))
  expect(error.code).toBe('unknown-encoder')
  expect(existsSync(at('x.onnx'))).toBe(false)
})

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { tinyBert } from '../encoders/tiny-bert.fixture.ts'
import { openEncoder } from './open-encoder.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-encoder-'))
const at = (name: string): string => join(folder, name)
beforeEach(() => {
  for (const [name, content] of Object.entries(tinyBert())) writeFileSync(at(name), content)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a whole folder opens', () => {
  expect(openEncoder(folder, [])).toMatchObject({ shape: { layers: 1, width: 8 } })
})

test.each<[string, () => void]>([
  ['weights that are cut off', () => truncateSync(at('model.safetensors'), 500)],
  ['weights of three gigabytes', () => truncateSync(at('model.safetensors'), 3 * 2 ** 30)],
  ['a vocabulary of 200 MiB', () => truncateSync(at('tokenizer.json'), 200 * 2 ** 20)],
  ['a description that is no JSON', () => writeFileSync(at('config.json'), '{')],
  ['a description that is a list', () => writeFileSync(at('config.json'), '[]')],
  ['a tokenizer that is a number', () => writeFileSync(at('tokenizer.json'), '7')],
])('%s: refused with a sentence', (_, spoil) => {
  spoil()
  expect(() => openEncoder(folder, [])).toThrow(expect.objectContaining({ name: 'AttuneError', code: 'bad-encoder' }))
})

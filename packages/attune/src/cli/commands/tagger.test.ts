import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { taggerCommand } from './tagger.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'attune-tagger-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir }), log: pino({ level: 'silent' }) })
  await attune.close()
})
afterEach(() => {
  process.exitCode = 0
})

const printed = keepPrinted()
async function tagger(...args: string[]): Promise<string> {
  printed.clear()
  await taggerCommand().parseAsync(['node', 'attune', ...args, '--data-dir', dataDir])
  return printed.text
}

test('without a model it is said who finds entities, and how one is made', async () => {
  expect(await tagger('status')).toContain('attune finetune tag')
  expect(await tagger('status', '--lang', 'zh')).toContain('只靠规则和商品目录')
  expect(JSON.parse(await tagger('off', '--json'))).toEqual({ model: null, labels: [], problem: null })
})

test('a model that is not there is refused with where to look', async () => {
  const answer = JSON.parse(await tagger('use', 'tag-0001', '--json'))
  expect(answer.error).toMatchObject({ code: 'unknown-model', message: expect.stringContaining('attune runs list') })
  expect(process.exitCode).toBe(1)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { sentimentCommand } from './sentiment.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'attune-sentiment-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir }), log: pino({ level: 'silent' }) })
  await attune.close()
})

const printed = keepPrinted()
async function sentiment(...args: string[]): Promise<string> {
  printed.clear()
  await sentimentCommand().parseAsync(['node', 'attune', ...args, '--data-dir', dataDir])
  return printed.text
}

test('without reviews the word list judges, and it is said how many are needed', async () => {
  const status = await sentiment('status')
  expect(status).toMatch(/Chinese +word list +0 +0/)
  expect(status).toContain('English needs 50 reviews of four stars and more and 50 of two and less')
  expect(await sentiment('train')).toContain('Chinese: too few reviews; 50 of praise and 50 of complaint are needed.')
})

test('programs get the whole of it', async () => {
  expect(JSON.parse(await sentiment('train', '--json')).languages).toMatchObject([
    { language: 'zh', outcome: 'too-few', source: 'lexicon', positive: 0, negative: 0, needed: 50, model: null },
    { language: 'en', outcome: 'too-few' },
  ])
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { runCommandLine } from '../run-command-line.ts'
import { experimentsCommand } from './experiments.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-prompts-'))
const printed = keepPrinted()
beforeAll(async () => {
  const attune = await createAttune({ config: configSchema.parse({ dataDir: folder }), log: pino({ level: 'silent' }) })
  await attune.close()
})
afterEach(() => {
  process.exitCode = undefined
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<string> {
  printed.clear()
  // From the root on, whose own --version must not be taken for that of a prompt.
  await runCommandLine(['node', 'attune', 'prompts', ...args, '--data-dir', folder])
  return printed.text
}

test('a version of one’s own is written from the shipped one, tried in an experiment, used and removed', async () => {
  expect(await run('list', '--lang', 'zh')).toMatch(/portrait-summary\s+单个用户\s+1\s+1/)
  const shipped = JSON.parse(await run('show', 'portrait-summary', '--json'))
  const own = structuredClone(shipped)
  own.texts.en.system = `${own.texts.en.system}\n- Be brief.`
  own.texts.zh.system = `${own.texts.zh.system}\n- 尽量简短。`
  const file = join(folder, 'own.json')
  writeFileSync(file, JSON.stringify(own))
  const added = await run('add', 'portrait-summary', '--file', file, '--title', 'Brief', '--lang', 'en')
  expect(added).toContain('portrait-summary has version 1001 now')
  expect(await run('show', 'portrait-summary', '--version', '1001', '--lang', 'zh')).toContain('第 1001 版：Brief')
  expect(await run('show', 'portrait-summary', '--lang', 'en')).toContain('Version 1 (shipped)')
  await experimentsCommand().parseAsync(
    ['create', 'words', '--variations', 'old:1,new:1', '--metrics', 'buyers', '--data-dir', folder],
    { from: 'user' },
  )
  const tried = ['use', 'portrait-summary', '--experiment', 'words', '--variations', 'old:1,new:1001']
  expect(await run(...tried, '--lang', 'en')).toContain('attune experiments start words')
  expect(await run('list', '--lang', 'en')).toMatch(/portrait-summary\s+a person\s+1\s+1, 1001\s+words/)
  expect(await run('use', 'portrait-summary', '--version', '1001', '--lang', 'zh')).toContain('使用第 1001 版')
  expect(await run('use', 'portrait-summary', '--lang', 'en')).toContain('asked with version 1 from now on')
  expect(await run('remove', 'portrait-summary', '1001', '--lang', 'zh')).toContain('第 1001 版已删除')
})

test('words that are none are refused in one line', async () => {
  const file = join(folder, 'bad.json')
  writeFileSync(file, JSON.stringify({ title: 'x', texts: { en: { system: 'Hi', user: 'Hi' } } }))
  await run('add', 'portrait-summary', '--file', file)
  expect(process.exitCode).toBe(1)
})

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { keysCommand } from './keys.ts'
import { lakeCommand } from './lake.ts'
import { modelsCommand } from './models.ts'
import { profileCommand } from './profile.ts'
import { recommendCommand } from './recommend.ts'
import { reportCommand } from './report.ts'
import { trainCommand } from './train.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-no-folder-'))
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, dataDir: string, ...args: string[]) {
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', dataDir, '--json'])
  return JSON.parse(printed.text)
}

test.each<[string, () => Command, string[]]>([
  ['models list', modelsCommand, ['list']],
  ['models rollback', modelsCommand, ['rollback', 'recencyItemKnn']],
  ['report', reportCommand, []],
  ['profile', profileCommand, ['ann']],
  ['recommend', recommendCommand, ['ann']],
  ['keys list', keysCommand, ['list']],
  ['train', trainCommand, []],
])('%s on a data folder that is not there names it, and makes none', async (_, command, args) => {
  const dataDir = join(folder, 'nowhere')
  const { error } = await run(command(), dataDir, ...args)
  expect(error).toMatchObject({ code: 'no-data-folder', details: { dataDir } })
  expect(error.message).toContain(dataDir)
  expect(error.message).toMatch(/attune init.*--data-dir/)
  expect(process.exitCode).toBe(1)
  expect(existsSync(dataDir)).toBe(false)
})

test('lake export makes no data folder either, and a lake that is refused leaves none', async () => {
  const dataDir = join(folder, 'neither')
  await lakeCommand().parseAsync(['node', 'lake', '--data-dir', dataDir, '--json', 'export'])
  expect(JSON.parse(printed.text).error.code).toBe('no-data-folder')
  expect(existsSync(dataDir)).toBe(false)
  printed.clear()
  await lakeCommand().parseAsync(['node', 'lake', '--data-dir', dataDir, '--json', 'import', join(folder, 'no-lake')])
  expect(JSON.parse(printed.text).error.code).toBe('no-lake')
  expect(existsSync(dataDir)).toBe(false)
})

test('keys create makes the folder; a range that is no day is told what is', async () => {
  const dataDir = join(folder, 'made')
  expect(await run(keysCommand(), dataDir, 'create', 'job', '--scopes', 'read')).toHaveProperty('secret')
  printed.clear()
  const { error } = await run(reportCommand(), dataDir, '--from', 'yesterday')
  expect(error.message).toMatch(/^from: must be a day such as 2026-03-01, or a moment/)
})

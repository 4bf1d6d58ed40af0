import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { analyses } from '../../stats/analyses.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { statsCommand } from './stats.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-stats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const printed = keepPrinted()

async function stats(...args: string[]): Promise<string> {
  printed.clear()
  await statsCommand().parseAsync(['node', 'attune', ...args])
  return printed.text
}

test.each(analyses.map(({ name }) => name))('%s: the example that it prints is an input that works', async (name) => {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, await stats(name, '--example'))
  const result = JSON.parse(await stats(name, '--input', file, '--json'))
  expect(result).not.toHaveProperty('error')
  expect(process.exitCode ?? 0).toBe(0)
})

test('the list names every analysis, for people and for programs', async () => {
  const text = await stats()
  for (const { name } of analyses) expect(text).toMatch(new RegExp(`^${name} `, 'm'))
  expect(JSON.parse(await stats('--json')).map(({ name }: { name: string }) => name)).toEqual(
    analyses.map(({ name }) => name),
  )
})

test('people get lines of what is known, and a dash for what is not', async () => {
  const file = join(folder, 'one-sided.json')
  const arms = [
    { variation: 'a', units: 50, successes: 0 },
    { variation: 'b', units: 50, successes: 6 },
  ]
  writeFileSync(file, JSON.stringify({ arms }))
  const text = await stats('proportion', '--input', file)
  expect(text).toMatch(/^treatments\.0\.absolute\.value +0\.12$/m)
  expect(text).toMatch(/^treatments\.0\.relative +–$/m)
  expect(text).toContain('Nobody, or everybody, converted here.')
})

test.each<[string, string[], RegExp, string]>([
  ['a wrong name', ['median'], /There are: proportion/, 'unknown-analysis'],
  ['no input', ['mean'], /--input/, 'no-input'],
  ['a file that is not there', ['mean', '--input', join(folder, 'nowhere.json')], /nowhere\.json/, 'file-not-found'],
  ['a folder', ['mean', '--input', folder], /no file/, 'file-not-found'],
])('%s is told in one document', async (_, args, message, code) => {
  const { error } = JSON.parse(await stats(...args, '--json'))
  expect(error.code).toBe(code)
  expect(error.message).toMatch(message)
  expect(process.exitCode).toBe(1)
})

test('a wrong field is named, and what stood in it is not repeated', async () => {
  const file = join(folder, 'wrong.json')
  writeFileSync(file, JSON.stringify({ arms: [{ variation: 'ann@example.com', units: 'many' }] }))
  const { error } = JSON.parse(await stats('mean', '--input', file, '--json'))
  expect(error.code).toBe('invalid-input')
  expect(error.message).toContain('arms.0.units')
  expect(error.message).not.toMatch(/ann|many/)
})

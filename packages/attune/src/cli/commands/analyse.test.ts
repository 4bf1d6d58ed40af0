import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { itemInputSchema } from '../../api/schemas/items.ts'
import { configSchema } from '../../config/schema.ts'
import { createAttune } from '../../create-attune.ts'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { analyseCommand } from './analyse.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-cli-analyse-'))
const printed = keepPrinted()

const run = async (...args: string[]): Promise<string> => {
  await analyseCommand().parseAsync(['node', 'analyse', ...args, '--data-dir', folder])
  return printed.text
}
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

beforeAll(async () => {
  const installation = await createAttune({
    config: configSchema.parse({ dataDir: folder }),
    log: pino({ level: 'silent' }),
  })
  await installation.items.put('default', [
    itemInputSchema.parse({ id: 'shoe', title: 'Air Max 90', brand: 'Nike', description: 'running shoes' }),
    itemInputSchema.parse({ id: 'band', title: '小米手环8', brand: '小米' }),
  ])
  await installation.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('texts on the command line become a table that stays aligned', async () => {
  const text = await run('小米手环8很好用，￥199', 'Nike Air Max 90, 20% off', '--today', '2026-11-27')
  const [head = '', , chinese = '', english = ''] = text.split('\n')
  expect(head).toMatch(/^line +text +language +keywords +entities +feeling +same as$/)
  expect(chinese).toContain('zh ')
  expect(chinese).toContain('product: 小米手环8, money: ¥199')
  expect(english).toContain('brand: Nike, product: Air Max 90, percent: 20% off')
})

test('with --json each text is a line of JSON', async () => {
  const answers = jsonLines(await run('明天见', 'good', 'good', '--json', '--today', '2026-11-27', '--keywords', '1'))
  expect(answers.map(({ line, duplicateOf }) => [line, duplicateOf])).toEqual([
    [1, null],
    [2, null],
    [3, 2],
  ])
  expect(answers[0].entities[0].value).toEqual({ date: '2026-11-28' })
  expect(process.exitCode ?? 0).toBe(0)
})

test('a file is read by its column; bytes that are no UTF-8 are read as latin-1, empty texts passed over', async () => {
  const file = join(folder, 'reviews.csv')
  const bytes = [Buffer.from('id,review\n1,物流很快\n2,\n3,caf'), Buffer.from([0xe9]), Buffer.from(' is nice\n')]
  writeFileSync(file, Buffer.concat(bytes))
  const answers = jsonLines(await run('--file', file, '--text', 'review', '--json'))
  expect(answers.map(({ line, text }) => [line, text])).toEqual([
    [2, '物流很快'],
    [4, 'café is nice'],
  ])
})

test('“-” reads a text a line from standard input', async () => {
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from('很好\n\nfine\n')]) as never)
  const answers = jsonLines(await run('-', '--json'))
  expect(answers.map(({ line, text }) => [line, text])).toEqual([
    [1, '很好'],
    [3, 'fine'],
  ])
})

test('more texts than one request may hold are asked in several, half characters are replaced', async () => {
  const file = join(folder, 'many.jsonl')
  writeFileSync(
    file,
    Array.from({ length: 1_010 }, (_, i) => `${JSON.stringify({ text: `text ${i} \ud800` })}\n`).join(''),
  )
  const answers = jsonLines(await run('--file', file, '--json'))
  expect(answers).toHaveLength(1_010)
  expect(answers.at(-1)).toMatchObject({ line: 1_010, text: 'text 1009 \ufffd' })
})

test('no texts, both ways at once, a column that is not there and a day that is none are told', async () => {
  const codeOf = async (...args: string[]): Promise<string> => {
    printed.clear()
    const text = await run(...args, '--json')
    expect(process.exitCode).toBe(1)
    process.exitCode = 0
    return JSON.parse(text).error.code
  }
  const file = join(folder, 'empty.csv')
  writeFileSync(file, 'text\n\n')
  expect(await codeOf()).toBe('no-texts')
  expect(await codeOf('--file', file)).toBe('no-texts')
  expect(await codeOf('a', '--file', file)).toBe('invalid-command-line')
  expect(await codeOf('--file', file, '--text', 'review')).toBe('missing-column')
  await expect(analyseCommand().exitOverride().parseAsync(['node', 'analyse', 'a', '--today', 'x'])).rejects.toThrow(
    'a day such as',
  )
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { finetuneCommand } from './finetune.ts'
import { writeCommand } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-write-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const printed = keepPrinted()

const json = () => JSON.parse(printed.text) as Record<string, unknown> & { error?: { code: string } }

test('a writer is taught from a file, and writes', async () => {
  const train = join(folder, 'train.csv')
  const rows = Array.from(
    { length: 90 },
    (_, i) =>
      `"colour[${['red', 'blue', 'green'][i % 3]}], size[${i % 30}]",In ${['red', 'blue', 'green'][i % 3]} and size ${i % 30}.`,
  )
  writeFileSync(train, `mr,ref\n${rows.join('\n')}\n`)
  const out = join(folder, 'writer')
  const small =
    '--epochs 8 --batch 8 --learning-rate 0.003 --layers 1 --width 64 --vocabulary 320 --dropout 0 --longest 64 --threads 1 --judged 4'
  const args = [
    'write',
    '--train',
    train,
    '--attributes',
    'mr',
    '--text',
    'ref',
    '--out',
    out,
    ...small.split(' '),
    '--data-dir',
    join(folder, 'data'),
    '--json',
  ]
  await finetuneCommand().parseAsync(['node', 'attune', ...args])
  expect(json()).toMatchObject({
    perplexity: expect.any(Number),
    prompts: 4,
    written: {
      bleu: expect.any(Number),
      rougeL: expect.any(Number),
      distinct2: expect.any(Number),
      coverage: expect.any(Number),
    },
    trainableParameters: expect.any(Number),
    seconds: expect.any(Number),
  })
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('a part of the rows, set aside')

  printed.clear()
  await writeCommand().parseAsync([
    'node',
    'attune',
    '--model',
    out,
    '--attributes',
    'colour=violet; size=77',
    '--json',
  ])
  expect(json().texts).toEqual([expect.stringContaining('violet')])
  for (const [wrong, code] of [
    [['--model', out, '--attributes', ' '], 'bad-parameter'],
    [['--model', out, '--attributes', 'size=3', '--count', '2'], 'bad-parameter'],
    [['--model', out, '--attributes', `size=3; note=${'long '.repeat(200)}`], 'too-long'],
    [['--model', join(folder, 'nowhere'), '--attributes', 'size=3'], 'unknown-writer'],
  ] as const) {
    printed.clear()
    await writeCommand().parseAsync(['node', 'attune', ...wrong, '--json'])
    expect(json().error?.code).toBe(code)
    expect(process.exitCode).toBe(1)
  }
  printed.clear()
  await finetuneCommand().parseAsync(['node', 'attune', ...args])
  expect(json().error?.code).toBe('folder-exists')
}, 300_000)

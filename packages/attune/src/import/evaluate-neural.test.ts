import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomOf } from '@attune/recommend'
import { afterAll, expect, test } from 'vitest'
import { evaluateCommand } from '../cli/commands/evaluate.ts'
import { keepPrinted } from '../cli/keep-printed.fixture.ts'

const root = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const folder = mkdtempSync(join(tmpdir(), 'attune-evaluate-neural-'))
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Report {
  readonly models: readonly { readonly name: string; readonly metrics: Readonly<Record<string, number>> }[]
}

async function evaluate(...args: string[]): Promise<Report> {
  await evaluateCommand()
    .exitOverride()
    .parseAsync(['node', 'evaluate', ...args, '--json'])
  return JSON.parse(printed.text)
}

const measuresOf = ({ models }: Report, metric: string): number[] => models.map(({ metrics }) => metrics[metric] ?? 0)

test('sasrec learns from a file what follows two items, which neighbours of items cannot', async () => {
  // Twenty items in a ring; each step goes as far as the item before the last says, and never back to one that was seen.
  const random = randomOf(1)
  const lines = Array.from({ length: 400 }, (_, person) => {
    const sequence = [Math.floor(random() * 20)]
    sequence.push(((sequence[0] as number) + 1) % 20)
    while (sequence.length < 8)
      sequence.push(((sequence.at(-1) as number) + 1 + ((sequence.at(-2) as number) % 2)) % 20)
    return `u${person} ${sequence.map((item) => `i${item}`).join(' ')}`
  })
  const path = join(folder, 'planted.txt')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const params = 'sasrec:{"width":16,"dropout":0.1,"learningRate":0.01,"batch":128,"epochs":60}'
  const report = await evaluate('--data', path, '--models', 'itemKnn,sasrec', '--k', '1', '--params', params)
  expect(report.models.map(({ name }) => name)).toEqual(['itemKnn', 'sasrec'])
  const [neighbours = 0, sasrec = 0] = measuresOf(report, 'hr@1')
  expect(sasrec).toBeGreaterThan(0.85)
  expect(sasrec).toBeGreaterThan(neighbours + 0.2)
}, 120_000)

test.skipIf(!existsSync(join(root, 'movielens-100k')))(
  'movielens-100k: twoTower finds more than popularity, with the titles and genres of the films',
  async () => {
    const params = 'twoTower:{"width":32,"epochs":3}'
    const args = ['--models', 'popularity,twoTower', '--k', '10', '--params', params]
    const report = await evaluate('--data', join(root, 'movielens-100k'), ...args)
    const [popular = 0, towers = 0] = measuresOf(report, 'ndcg@10')
    expect(towers).toBeGreaterThan(popular)
  },
  600_000,
)

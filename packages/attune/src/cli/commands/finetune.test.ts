import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { finetuneCommand } from './finetune.ts'
import { runsCommand } from './runs.ts'
import { writeCommand } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-finetune-'))
const at = (name: string): string => join(folder, name)
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function say(command: Command, ...args: string[]): Promise<string> {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', at('data')])
  return printed.text
}
const run = async (command: Command, ...args: string[]) => JSON.parse(await say(command, ...args, '--json'))

/** Rows of a file that is called as a task. */
function rows(name: string, of: (i: number) => object, count = 160): string[] {
  const path = at(`${name}.jsonl`)
  writeFileSync(path, Array.from({ length: count }, (_, i) => JSON.stringify(of(i))).join('\n'))
  return ['--train', path, '--threads', '1', '--longest', '32', '--epochs', '2']
}
const good = ['好喝', 'great', '喜欢', 'love it']
const bad = ['难喝', 'awful', '讨厌', 'hate it']
const text = (i: number): string => `${(i % 2 ? good : bad)[i % 4]} 茶 tea ${i % 9}`

/** Of each task: its arguments, and the figures that its command prints. */
const tasks: readonly (readonly [kind: string, args: () => readonly string[], figures: readonly string[]])[] = [
  [
    'label',
    () => [
      'classify',
      ...rows('label', (i) => ({ text: text(i), label: [i % 2 ? 'good' : 'bad', 'tea'].slice(i % 3 ? 0 : 1) })),
      ...['--text', 'text', '--label', 'label', '--multi'],
    ],
    ['microF1', 'macroF1', 'exact', 'perClass'],
  ],
  [
    'score',
    () => ['score', ...rows('score', (i) => ({ text: text(i), value: i % 2 })), '--text', 'text', '--value', 'value'],
    ['rmse', 'baselineRmse', 'r2', 'spearman'],
  ],
  [
    'rank',
    () => [
      'rank',
      ...rows('rank', (i) => ({ query: `q${Math.floor(i / 4)}`, text: text(i), relevance: i % 2 })),
      ...['--query', 'query', '--text', 'text', '--relevance', 'relevance', '--candidates', '4'],
    ],
    ['ndcg10', 'mrr', 'queries', 'shuffledNdcg10'],
  ],
  [
    'tag',
    () => [
      'tag',
      ...rows('tag', (i) => ({ text: text(i), entities: [{ start: 0, end: 2, label: i % 2 ? 'a' : 'b' }] })),
      ...['--text', 'text', '--entities', 'entities'],
    ],
    ['precision', 'recall', 'f1', 'perClass'],
  ],
  [
    'similar',
    () => [
      'similar',
      ...rows('similar', (i) => ({ text: text(i), pair: `${text(i)} again` })),
      ...['--text', 'text', '--pair', 'pair'],
    ],
    ['recallAt1', 'recallAt5', 'recallAt10', 'alignment', 'uniformity', 'pairs'],
  ],
]

test.each(tasks)(
  '%s is a run whose model lies in it with a card in both languages',
  {
    timeout: 60_000,
  },
  async (kind, args, figures) => {
    const report = await run(finetuneCommand(), ...args())
    expect(Object.keys(report)).toEqual([...figures, 'trainableParameters', 'seconds', 'run'])
    const shown = await run(runsCommand(), 'show', report.run)
    expect(shown).toMatchObject({ kind, state: 'finished', settings: { learningRate: null, out: null } })
    expect(shown.data.files).toMatchObject([{ path: at(`${kind}.jsonl`) }])
    const card = readFileSync(join(shown.model, 'README.md'), 'utf8')
    expect(card).toBe(readFileSync(join(shown.folder, 'card.md'), 'utf8'))
    expect(card).toMatch(/\*\*Meant for:\*\*[\s\S]*\*\*适用范围：\*\*/)
    expect(await say(runsCommand(), 'list')).toContain(report.run)
    const [score] = Object.entries(shown.scores)
    expect(await say(runsCommand(), 'show', report.run)).toContain(Number(score?.[1]).toFixed(4))
  },
)

test('a writer is a run, shows what it wrote, and writes from where it lies', { timeout: 60_000 }, async () => {
  const names = ['Aromi', 'Zizzi', 'Strada', 'Wildwood']
  const of = (i: number) => ({
    attributes: `name=${names[i % 4]}; food=${i % 2 ? 'tea' : 'rice'}; price=${i % 50}`,
    text: `${names[i % 4]} serves ${i % 2 ? 'tea' : 'rice'} for ${i % 50}.`,
  })
  const files = rows('write', of, 200)
  const columns = ['--attributes', 'attributes', '--text', 'text', '--judged', '3']
  const size = ['--layers', '1', '--width', '64', '--vocabulary', '300', '--longest', '64', '--epochs', '1']
  const report = await run(finetuneCommand(), 'write', ...files, ...columns, ...size)
  const printedKeys = ['perplexity', 'prompts', 'written', 'nearest', 'referenceCoverage']
  expect(Object.keys(report)).toEqual([...printedKeys, 'trainableParameters', 'seconds', 'run'])
  const { model, settings, baseline } = await run(runsCommand(), 'show', report.run)
  expect(settings).toMatchObject({ attributes: ['attributes'], placeholders: true })
  expect(baseline).toEqual({ of: 'nearest', scores: report.nearest })
  expect(await say(runsCommand(), 'show', report.run)).toMatch(/for the most similar training text: BLEU [\s\S]*→ /)
  expect(readFileSync(join(model, 'README.md'), 'utf8')).toContain('| 直接填入的属性 | name、food、price |')
  const written = await run(writeCommand(), '--model', model, '--attributes', 'name=Aromi; food=tea; price=7')
  expect(written.texts).toHaveLength(1)
})

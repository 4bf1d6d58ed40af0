import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { keepPrinted } from '../keep-printed.fixture.ts'
import { importCommand } from './import.ts'
import { modelsCommand } from './models.ts'
import { placementsCommand } from './placements.ts'
import { recommendCommand } from './recommend.ts'
import { trainCommand } from './train.ts'

const folder = mkdtempSync(join(tmpdir(), 'attune-loop-'))
const dataDir = join(folder, 'data')
const printed = keepPrinted()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(command: Command, ...args: string[]) {
  printed.clear()
  await command.parseAsync(['node', 'attune', ...args, '--data-dir', dataDir, '--json'])
  return JSON.parse(printed.text)
}

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

test('import, train, recommend, promote and roll back, each with one JSON document', { timeout: 120_000 }, async () => {
  // Two tastes: who takes tea takes teapots, who takes coffee takes mugs.
  const tea = ['tea-1', 'tea-2', 'tea-3', 'teapot']
  const coffee = ['coffee-1', 'coffee-2', 'coffee-3', 'mug']
  const events = Array.from({ length: 60 }, (_, n) =>
    (n % 2 === 0 ? tea : coffee).map(
      (item, at) => `u${n},${item},2026-01-0${at + 1}T00:00:${String(n).padStart(2, '0')}Z`,
    ),
  ).flat()
  const newcomer = ['kim,tea-1,2026-01-05T00:00:00Z', 'kim,tea-2,2026-01-05T01:00:00Z']
  const items = [...tea, ...coffee].map((id) => `${id},The ${id}`)
  expect(await run(importCommand(), file('items.csv', ['id,title', ...items]), '--as', 'items')).toMatchObject({
    stored: 8,
  })
  expect(await run(importCommand(), file('events.csv', ['user,item,time', ...events, ...newcomer]))).toMatchObject({
    stored: 242,
  })

  expect(
    await run(trainCommand(), '--params', '{"neighbours":9,"decay":0.5}', '--param', 'neighbours=5'),
  ).toMatchObject({
    name: 'recencyItemKnn',
    version: 1,
    live: true,
    parameters: { neighbours: 5, decay: 0.5 },
    data: { persons: 61, items: 8, interactions: 242 },
  })

  const args = ['kim', '--n', '2', '--lang', 'zh', '--variation', 'personalised']
  const answer = await run(recommendCommand(), ...args)
  expect(answer).toMatchObject({ decisionId: null, model: { name: 'recencyItemKnn', version: 1 }, fallback: null })
  const ids = answer.items.map(({ itemId }: { itemId: string }) => itemId)
  expect(ids.toSorted()).toEqual(['tea-3', 'teapot'])
  expect(answer.items[0].item.title).toMatch(/^The tea/)
  expect(answer.items[0].reason).toContain('The tea')

  const home = await run(placementsCommand(), 'show', 'home')
  const rules = [{ name: 'no pots', when: 'not contains(title, "pot")', action: { kind: 'filter' } }]
  const rerank = (when: string) => ({ stages: [{ kind: 'rules', rules: [{ ...rules[0], when }] }] })
  const saved = file('home.json', [JSON.stringify({ ...home, rerank: rerank('not contains(title, "pot")') })])
  expect(await run(placementsCommand(), 'put', saved)).toMatchObject({ id: 'home', rerank: { stages: [{ rules }] } })
  const explained = await run(recommendCommand(), ...args, '--explain')
  expect(explained.items.map(({ itemId }: { itemId: string }) => itemId)).not.toContain('teapot')
  expect(explained.items[0].explanation.sentence).toMatch(
    /^因为您看过「The tea-\d」（\d+ %）和「The tea-\d」（\d+ %）$/,
  )
  expect(explained.rerank.leftOut).toMatchObject([{ itemId: 'teapot', stage: 'rules' }])
  const wrong = file('wrong.json', [JSON.stringify({ ...home, rerank: rerank('not contains(titel, "pot")') })])
  expect((await run(placementsCommand(), 'put', wrong)).error).toMatchObject({
    code: 'invalid-rule',
    message: 'Line 1, column 14: there is no field titel; did you mean title?',
  })
  process.exitCode = 0
  expect((await run(placementsCommand(), 'list')).placements).toHaveLength(1)
  expect(await run(placementsCommand(), 'put', file('home.json', [JSON.stringify(home)]))).toEqual(home)

  expect(await run(trainCommand(), 'recencyItemKnn', '--no-promote')).toMatchObject({ version: 2, live: false })
  expect(await run(modelsCommand(), 'promote', 'recencyItemKnn', '2')).toMatchObject({ version: 2, live: true })
  expect(await run(modelsCommand(), 'rollback', 'recencyItemKnn')).toMatchObject({ version: 1, live: true })
  const { models } = await run(modelsCommand(), 'list')
  expect(models.find(({ name }: { name: string }) => name === 'recencyItemKnn')).toMatchObject({ live: 1 })
  expect(await run(modelsCommand(), 'promote', 'recencyItemKnn', '9')).toHaveProperty('error.code')
  expect(process.exitCode).toBe(1)
})

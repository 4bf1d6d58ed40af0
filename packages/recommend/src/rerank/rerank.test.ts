import { expect, test } from 'vitest'
import { applyCaps } from './apply-caps.ts'
import { describeMove } from './describe-move.ts'
import { mmr } from './mmr.ts'
import { listOf, similarityTable } from './rerank.fixture.ts'
import { rerank } from './rerank.ts'
import type { MoveReason } from './stage.ts'

const titles = ['Green tea', 'Oolong', 'Jam']
const titleOf = (item: number) => titles[item]!
const similarity = similarityTable({ '0-1': 0.9, '0-2': 0.1, '1-2': 0.2 })

test('stages run one after the other, each on what the one before left, and tell what they moved', () => {
  const result = rerank(listOf(3, 2.9, 2.5), [
    { name: 'variety', run: (list) => mmr(list, { similarity, relevance: 0.4 }) },
    {
      name: 'suppliers',
      run: (list) => applyCaps(list, { caps: [{ groupsOf: (item) => [item === 2 ? 'B' : 'A'], most: 1 }] }),
    },
  ])
  expect([...result.items]).toEqual([0, 2])
  expect(
    result.stages.map(({ name, moves }) => [name, ...moves.map(({ item, from, to }) => [item, from, to])]),
  ).toEqual([
    ['variety', [2, 3, 2], [1, 2, 3]],
    ['suppliers', [1, 3, undefined]],
  ])
  const [variety, suppliers] = result.stages.map(({ moves }) => moves.map((move) => describeMove(move, titleOf)))
  expect(variety!.map(({ en }) => en)).toEqual([
    '“Jam” moved up from place 3 to 2: it brings variety, the nearest item above it, “Green tea”, is only 10 % like it.',
    '“Oolong” moved down from place 2 to 3: it is 90 % like “Green tea” above it.',
  ])
  expect(suppliers).toEqual([
    {
      en: '“Oolong” left the list (it was at place 3): at most 1 of “A” may stand in 3 places.',
      zh: '「Oolong」被移出列表（原第 3 位）：每 3 位中「A」最多 1 个。',
    },
  ])
})

test('without stages the list is what it was, and a list that is none is refused before any stage', () => {
  const list = listOf(2, 1)
  expect(rerank(list, [])).toEqual({ ...list, stages: [] })
  expect(() => rerank(listOf(Number.POSITIVE_INFINITY), [])).toThrow(/place 1/)
})

test.each<[MoveReason, string, string]>([
  [{ kind: 'short-of', group: 'jam', wanted: 0.3, had: 0 }, '“jam” makes up 30 %', '「jam」占此人兴趣的 30 %'],
  [{ kind: 'enough-of', group: 'tea', wanted: 0.7, had: 1 }, '“tea” had 100 %', '「tea」在列表中已占 100 %'],
  [{ kind: 'fair-share', place: 4, required: 2 }, 'the first 4 places need 2', '前 4 位至少需要 2 个'],
  [{ kind: 'novel', bits: 3.14 }, 'few people know it (3.1 bits)', '3.1 比特'],
  [{ kind: 'well-known', bits: 0 }, 'others are less known', '其他物品更少人知道'],
  [{ kind: 'rule', rule: 'cheap', action: 'filter' }, 'the rule “cheap” does not', '未通过规则「cheap」'],
  [{ kind: 'rule', rule: 'cheap', action: 'boost', factor: 2 }, 'score × 2', '得分乘以 2'],
  [{ kind: 'rule', rule: 'cheap', action: 'pin', position: 1 }, 'pins it to place 1', '固定在第 1 位'],
  [{ kind: 'rule', rule: 'cheap', action: 'bury' }, 'puts it last', '排到最后'],
  [{ kind: 'made-room' }, 'other items came or went', '其他物品移入或移出'],
])('%o is put into words', (reason, en, zh) => {
  const text = describeMove({ item: 0, from: 2, to: 1, reason }, titleOf)
  expect(text.en).toContain('“Green tea” moved up from place 2 to 1: ')
  expect(text.en).toContain(en)
  expect(text.zh).toContain(zh)
})

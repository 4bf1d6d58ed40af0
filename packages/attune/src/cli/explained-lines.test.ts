import { expect, test } from 'vitest'
import type { RecommendationResponse } from '../api/schemas/decide.ts'
import { explainedLines } from './explained-lines.ts'

const answer: RecommendationResponse = {
  decisionId: null,
  placement: 'home',
  personId: 'p',
  variation: 'personalised',
  model: { name: 'ease', kind: 'ease', version: 1 },
  fallback: null,
  items: [
    {
      itemId: 'a',
      score: 1,
      propensity: 1,
      explored: false,
      reason: null,
      because: ['b'],
      item: null,
      explanation: {
        sentence: 'because you bought “B” (60 %)',
        contributions: [{ itemId: 'b', title: 'B', share: 0.6 }],
        moves: [{ stage: 'shop', from: 2, to: 1, text: '“A” moved up.' }],
      },
    },
  ],
}

test('nothing to explain: no lines', () =>
  expect(explainedLines({ ...answer, items: answer.items.map(({ explanation: _, ...item }) => item) }, 'en')).toEqual(
    [],
  ))

test('sources, moves and what is left out, in the language asked for', () => {
  expect(explainedLines(answer, 'en')).toEqual(['1. a', '   because you bought “B” (60 %)', '   shop: “A” moved up.'])
  const rerank = {
    stages: ['shop', 'caps'],
    leftOut: [{ itemId: 'c', title: 'C', stage: 'caps', text: '「C」被移出。' }],
  }
  expect(explainedLines({ ...answer, items: [], rerank }, 'zh')).toEqual([
    '重排：shop → caps',
    '模型想展示、但未展示的：',
    '   caps：「C」被移出。',
  ])
})

import { expect, test } from 'vitest'
import { ruleOfInterests } from './rule-of-interests.ts'

test('interests that were picked are one rule in the words of either language; one alone is its own rule', () => {
  const nodes = [
    { text: { en: 'interest in category "tea" >= 0.1', zh: '兴趣 类目 "tea" >= 0.1' } },
    { text: { en: 'did anything tag "gift"', zh: '有过行为 标签 "gift"' } },
  ]
  expect(ruleOfInterests(nodes, 'any', 'en')).toBe('interest in category "tea" >= 0.1 or did anything tag "gift"')
  expect(ruleOfInterests(nodes, 'all', 'zh')).toBe('兴趣 类目 "tea" >= 0.1 且 有过行为 标签 "gift"')
  expect(ruleOfInterests(nodes.slice(0, 1), 'all', 'en')).toBe('interest in category "tea" >= 0.1')
})

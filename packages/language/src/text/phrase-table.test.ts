import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPhraseTable } from './phrase-table.ts'

const found = (phrases: readonly string[], text: string): string[] =>
  createPhraseTable(phrases)
    .matches(text)
    .map(({ start, end, phrase }) => `${text.slice(start, end)}=${phrases[phrase]}`)

test('the longest phrase is found, whatever its case and width', () => {
  expect(found(['小米', '小米手环', 'Nike', 'Nike Air Max'], '我的小米手环8和ＮＩＫＥ air max 90')).toEqual([
    '小米手环=小米手环',
    'ＮＩＫＥ air max=Nike Air Max',
  ])
})

test('a shorter phrase is found where a longer one would end inside of a word', () => {
  expect(found(['air', 'air max'], 'air maximum')).toEqual(['air=air'])
})

test('words of Latin are not found inside of others, and are beside Chinese', () => {
  expect(found(['art', '咖啡'], 'smart Art爱喝咖啡')).toEqual(['Art=art', '咖啡=咖啡'])
})

test('an empty table and single characters find nothing', () => {
  expect(createPhraseTable([]).matches('茶')).toEqual([])
  expect(createPhraseTable(['茶', ' ']).size).toBe(0)
})

test('it finds what trying every phrase at every place finds', () => {
  const word = fc
    .array(fc.constantFrom('苹', '果', '手', 'a', 'b', ' '), { minLength: 2, maxLength: 5 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 12 }),
      fc.array(word).map((words) => words.join('')),
      (phrases, text) => {
        const latin = /[ab]/
        const inside = (at: number) => at > 0 && at < text.length && latin.test(text[at - 1]!) && latin.test(text[at]!)
        const usable = phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase.length > 1)
        const slow: string[] = []
        for (let at = 0; at < text.length; at++) {
          const here = usable.filter(
            (phrase) => text.startsWith(phrase, at) && !inside(at) && !inside(at + phrase.length),
          )
          const longest = here.sort((a, b) => b.length - a.length)[0]
          if (longest !== undefined) slow.push(`${at}:${longest}`)
        }
        const fast = createPhraseTable(phrases).matches(text)
        expect(fast.map(({ start, end }) => `${start}:${text.slice(start, end)}`)).toEqual(slow)
        for (const { start, end, phrase } of fast) expect(phrases[phrase]!.trim()).toBe(text.slice(start, end))
      },
    ),
    { numRuns: 500 },
  )
})

import { openTokenizer, trainTokenizer } from '@attune/learn'
import { expect, test } from 'vitest'
import { markerTokens } from './marker-tokens.ts'

const texts = [
  '⟦name⟧ is near ⟦near⟧.',
  'In ⟦area⟧, ⟦name⟧ serves tea.',
  '⟦店名⟧在⟦near⟧附近。',
  'a tea near the river',
]
const json = trainTokenizer(texts, { kind: 'bpe', size: 330, minimumCount: 1, lowercase: false })
const tokenizer = openTokenizer(json)
const end = tokenizer.ids.end
const idsOf = (text: string): number[] => tokenizer.encode(text, { special: false })

test('every way through what is allowed spells known placeholders only, and the others stay within reach', () => {
  const allowed = markerTokens(json, end)(['⟦name⟧', '⟦店名⟧'])
  for (const text of ['⟦name⟧ serves tea.', 'At ⟦店名⟧, tea', 'a tea near the river'])
    for (const [i, id] of [...idsOf(text), end].entries())
      expect(allowed(idsOf(text).slice(0, i))?.has(id), `${text}, token ${i}`).toBe(true)
  for (const text of ['tea near ⟦near⟧.', '⟦area⟧', '⟦nam']) {
    const ids = [...idsOf(text), end]
    expect(
      ids.every((id, i) => allowed(ids.slice(0, i))?.has(id)),
      text,
    ).toBe(false)
  }
})

test('drawn at random, a text has no other placeholder, and ends with none open', () => {
  const allowed = markerTokens(json, end)(['⟦name⟧'])
  const ofMarks = new Set(['⟦name⟧', '⟦near⟧', '⟦店名⟧'].flatMap(idsOf))
  let state = 1
  let marks = 0
  for (let text = 0; text < 40; text++) {
    const written: number[] = []
    while (written.length < 60) {
      const may = [...(allowed(written) ?? [])]
      state = (state * 48_271) % 2_147_483_647
      // Every other token is of a placeholder where it may, else they were rare.
      const begins = may.filter((id) => ofMarks.has(id))
      const from = state % 2 === 0 && begins.length > 0 ? begins : may
      written.push(from[(state >> 1) % from.length] as number)
      if (written.at(-1) === end) break
    }
    const ended = written.at(-1) === end
    for (const mark of tokenizer.decode(written).match(/⟦[^⟦⟧]*⟧?/g) ?? []) {
      marks++
      if (ended || mark.endsWith('⟧')) expect(mark).toBe('⟦name⟧')
      // The last letter may lack a byte.
      else expect('⟦name⟧').toContain(mark.replace(/\ufffd+$/, ''))
    }
  }
  expect(marks).toBeGreaterThan(20)
})

test('a vocabulary of another kind is not limited', () => {
  const pieces = trainTokenizer(texts, { size: 60, minimumCount: 1 })
  expect(markerTokens(pieces, 0)(['⟦name⟧'])([])).toBeUndefined()
})

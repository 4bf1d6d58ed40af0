import { expect, test } from 'vitest'
import { parseAttributes } from './attributes.ts'
import { fillValues, hideValues, learnPlaceholders, promptOf } from './placeholders.ts'

const of = (text: string) => parseAttributes(text, 'title')
const rows = [
  { attributes: of('name=Aromi; rating=high'), text: 'Aromi is well liked.' },
  { attributes: of('name=The Mill; rating=low'), text: 'People do not flock to the mill.' },
]
const placeholders = { names: ['name', 'food', '颜色'], known: { food: ['Chinese'] } }

test('what stands in nearly all texts becomes a placeholder; parts of longer words do not count', () => {
  expect(learnPlaceholders(rows)).toEqual({ names: ['name'], known: { name: [] } })
})

test('values that come often are known', () => {
  const often = Array.from({ length: 10 }, () => rows[0] as (typeof rows)[0])
  expect(learnPlaceholders([...often, ...rows]).known).toEqual({ name: ['Aromi'] })
})

test('values are hidden in texts, and told in prompts where they are known', () => {
  const attributes = of('name=Aromi; food=Chinese; rating=high')
  expect(promptOf(attributes, placeholders)).toBe('name: ⟦name⟧; food: ⟦food⟧ Chinese; rating: high\n')
  expect(promptOf(attributes, placeholders, () => false)).toBe('name: ⟦name⟧; food: ⟦food⟧; rating: high\n')
  const hidden = hideValues('Aromi has chinese food. At aromi’s, Aromix is unknown.', attributes, placeholders)
  expect(hidden).toBe('⟦name⟧ has ⟦food⟧ food. At ⟦name⟧’s, Aromix is unknown.')
})

test('the longest value is hidden first, and a second one of a name has a mark of its own', () => {
  const attributes = of('颜色#红*颜色#粉红')
  const hidden = hideValues('粉红与红的搭配', attributes, placeholders)
  expect(hidden).toBe('⟦颜色 2⟧与⟦颜色⟧的搭配')
  expect(fillValues(hidden, attributes, placeholders)).toEqual({ text: '粉红与红的搭配', unknown: 0 })
})

test('values are filled in as a sentence needs them', () => {
  const attributes = of('name=the Wrestlers; food=Italian')
  const written = '⟦name⟧ is a ⟦food⟧ place, not an ⟦name⟧. ⟦food⟧ ⟦area⟧ food.'
  expect(fillValues(written, attributes, placeholders)).toEqual({
    text: 'The Wrestlers is an Italian place, not a the Wrestlers. Italian food.',
    unknown: 1,
  })
})

test('marks in what people give are taken out', () => {
  const attributes = of('name=A⟦food⟧B; food=x')
  expect(promptOf(attributes, { names: ['food'], known: {} })).toBe('name: A food B; food: ⟦food⟧\n')
  expect(hideValues('a ⟦food⟧ text', attributes, placeholders)).toBe('a food text')
})

test('values with signs that mean something in patterns are taken as they are', () => {
  const attributes = of('name=C++ (2.0)|[x]; food=a.c')
  expect(hideValues('C++ (2.0)|[x] with abc and a.c', attributes, placeholders)).toBe('⟦name⟧ with abc and ⟦food⟧')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleaned, hygiene, inspect, joined, pathOf } from './json-hygiene.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('\ud800', 'a\udfffb', '\u0000', '👍', '__proto__'),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 6 }, text, fc.double(), fc.boolean(), fc.constant(null), tie('list'), tie('record')),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  record: fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
}))

test('what is clean survives JSON unchanged, and what was cleaned is clean and stays as it is', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const found = inspect(value, 20)
      // fast-check knows −0, which JSON does not.
      if (found === hygiene.clean && !Object.is(value, -0))
        expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(cleaned(value)))) // prettier-ignore
      if ((found & (hygiene.infinite | hygiene.foreign | hygiene.deep)) !== 0) return
      const after = cleaned(value)
      expect(inspect(after, 20)).toBe(hygiene.clean)
      expect(JSON.stringify(after)).not.toMatch(/\\ud[89a-f]|\\u0000/i)
      expect(cleaned(after)).toEqual(after)
    }),
    { numRuns: 500 },
  )
})

test('the path leads to what was found', () => {
  const value = { a: [1, { 'b c': Number.POSITIVE_INFINITY }], d: { e: { f: [[]] } } }
  expect(inspect(value, 9)).toBe(hygiene.infinite)
  expect(pathOf(value, hygiene.infinite, 9, 'properties')).toBe('properties.a[1]["b c"]')
  expect(inspect(value, 4) & hygiene.deep).toBe(hygiene.deep)
  expect(pathOf(value, hygiene.deep, 4, 'properties')).toBe('properties.d.e.f[0]')
  expect(pathOf(value, hygiene.foreign, 9, 'properties')).toBeUndefined()
  expect(joined('a', '键')).toBe('a.键')
  expect(joined('', '"')).toBe('["\\""]')
})

test('circles and depth end the walk, whatever the nesting', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  expect(inspect(circle, 16)).toBe(hygiene.deep)
  expect(pathOf(circle, hygiene.deep, 3, 'p')).toBe('p.self.self.self')
})

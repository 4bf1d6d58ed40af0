import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AttuneError } from '../../errors.ts'
import { type ReadJsonOptions, readJson } from './read-json.ts'
import { scanJson } from './scan-json.ts'

const read = (text: string | Buffer, options?: ReadJsonOptions): unknown => readJson(Buffer.from(text), options)

function codeOf(text: string | Buffer, options?: ReadJsonOptions): string {
  try {
    read(text, options)
    return 'read'
  } catch (error) {
    if (error instanceof AttuneError) return error.code
    throw error
  }
}

test('any JSON is read as JSON.parse reads it, and its keys are counted as written', () => {
  const keysIn = (value: unknown): number =>
    typeof value !== 'object' || value === null
      ? 0
      : Object.values(value).reduce<number>(
          (sum, one) => sum + keysIn(one),
          Array.isArray(value) ? 0 : Object.keys(value).length,
        )
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const expected = JSON.parse(text) as unknown
      fc.pre(!/"(__proto__|constructor)"/.test(text))
      expect(read(text)).toEqual(expected)
      expect(scanJson(Buffer.from(text))).toBe(keysIn(expected))
    }),
    { numRuns: 500, seed: 7 },
  )
})

test('brackets, colons and quotes inside texts count for nothing', () => {
  const value = { '{[:"\\': ['\\"', '[[[', { 'a:b': '\\' }], 茶: ':\u{1f375}{' }
  expect(read(JSON.stringify(value))).toEqual(value)
  expect(scanJson(Buffer.from(JSON.stringify(value)))).toBe(3)
})

test('depth and numbers of keys end at their limits, one more is refused', () => {
  const limits = { depth: 3, keys: 4, keysOfObject: 2 }
  expect(codeOf('[[[]]]', { limits })).toBe('read')
  expect(codeOf('[[[[]]]]', { limits })).toBe('too-deep')
  expect(codeOf('[{"a":1,"b":2}]', { limits })).toBe('read')
  expect(codeOf('[{"a":1,"b":2,"c":3}]', { limits })).toBe('json-too-many-keys')
  expect(codeOf('[{"a":1,"b":2},{"a":1,"b":2}]', { limits })).toBe('read')
  expect(codeOf('[{"a":1,"b":2},{"a":1,"b":2},{"a":1}]', { limits })).toBe('json-too-many-keys')
  // What is closed too often never gets below the ground.
  expect(codeOf(`${']'.repeat(9)}[[[[]]]]`, { limits })).toBe('too-deep')
  expect(codeOf(']', { limits })).toBe('invalid-json')
})

test.each([
  ['an unfinished one', '[[{"a":"'],
  ['an unfinished escape', '"\\'],
  ['NaN', '{"a":NaN}'],
  ['infinity', '[-Infinity]'],
  ['a comment', '{}//'],
  ['two values', '{}{}'],
  ['single quotes', "{'a':1}"],
  ['a byte-order mark', '\ufeff{}'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ['an overlong character', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['a surrogate in bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
])('%s is no JSON', (_, text) => {
  expect(codeOf(text)).toBe('invalid-json')
})

test('the same key twice is refused, however it is written', () => {
  expect(codeOf('{"a":1,"a":2}')).toBe('duplicate-key')
  expect(codeOf('[{"b":{"a":1,"\\u0061":1}}]')).toBe('duplicate-key')
  expect(codeOf('{"__proto__":1,"__proto__":2}')).toBe('duplicate-key')
  expect(codeOf('{"a":{"a":1}}')).toBe('read')
})

test('numbers that are infinite and halves of characters are refused, unless they are judged later', () => {
  expect(codeOf('[1e999]')).toBe('number-too-large')
  expect(codeOf(`[${'9'.repeat(1000)}]`)).toBe('number-too-large')
  expect(codeOf('["\\ud83c"]')).toBe('invalid-text')
  expect(codeOf('{"\\udf75":1}')).toBe('invalid-text')
  expect(read('["\\ud83c\\udf75"]')).toEqual(['🍵'])
  expect(read('["\\\\ud83c"]')).toEqual(['\\ud83c'])
  expect(read('[1e999,"\\ud83c"]', { judgedLater: true })).toEqual([Number.POSITIVE_INFINITY, '\ud83c'])
})

test('what would reach a prototype is dropped at any depth, and nothing else', () => {
  const text =
    '{"__proto__":{"a":1},"x":[{"\\u005f_proto__":2,"constructor":{"prototype":{}},"y":3}],"constructor":"a name"}'
  const value = read(text) as Record<string, unknown>
  expect(JSON.stringify(value)).toBe('{"x":[{"y":3}],"constructor":"a name"}')
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
})

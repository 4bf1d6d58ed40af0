import { expect, test } from 'vitest'
import { parsePythonList } from './parse-python-list.ts'

test.each([
  ['[]', []],
  ['[12, 7]', ['12', '7']],
  ["['a, b', 'c']", ['a, b', 'c']],
  [`["it's", 'say "hi"']`, ["it's", 'say "hi"']],
  ["['back\\\\slash', 'quo\\'te', 'caf\\xe9']", ['back\\slash', "quo'te", 'café']],
])('%s', (text, values) => {
  expect(parsePythonList(text)).toEqual(values)
})

test.each(['', 'a, b', "['open", "['a' 'b']"])('%s is no list', (text) => {
  expect(parsePythonList(text)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { readKindParameters, readParameter } from './kind-parameters.ts'

test.each([
  ['{"factors":192}', { kind: undefined, parameters: { factors: 192 } }],
  ['ials:{"factors":192,"fusion":"weighted"}', { kind: 'ials', parameters: { factors: 192, fusion: 'weighted' } }],
  [' hybrid : {\n"content": 0.5 } ', { kind: 'hybrid', parameters: { content: 0.5 } }],
  ['{"a":"b:{c}","on":true}', { kind: undefined, parameters: { a: 'b:{c}', on: true } }],
  ['{}', { kind: undefined, parameters: {} }],
])('%j is read', (text, expected) => {
  expect(readKindParameters(text)).toEqual(expected)
})

test.each([
  ['factors=192', /JSON object.*ials:/],
  ['{factors:192}', /JSON object/],
  ['[1]', /JSON object/],
  ['ials', /JSON object/],
  ['{"factors":[64,128]}', /^factors must be a number.*\[64,128\]$/],
  ['ials:{"factors":null}', /^factors must be .* null$/],
  ['{"factors":1e999}', /^factors must be/],
])('%j is refused', (text, sentence) => {
  expect(() => readKindParameters(text)).toThrow(sentence)
})

test('name=value becomes what it looks like', () => {
  expect(['n=5', 'n=0.5', 'n=true', 'n=weighted', 'n=a=b'].map((text) => readParameter(text).n)).toEqual([
    5,
    0.5,
    true,
    'weighted',
    'a=b',
  ])
  expect(() => readParameter('n')).toThrow('name=value')
})

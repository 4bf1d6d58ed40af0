import { expect, test } from 'vitest'
import { openTokenizer } from '../tokenise/open-tokenizer.ts'
import { decodeE5S1 } from './decode-e5s1.ts'
import { e5s1File } from './e5s1.fixture.ts'
import { loadEncoder } from './load-encoder.ts'
import { encodeSafetensors } from './safetensors.ts'

test('matrices of four bits become floats, and all of it an encoder', () => {
  const { config, arrays } = decodeE5S1(e5s1File())
  const { shape, weights } = loadEncoder(config, encodeSafetensors(arrays))
  expect(shape).toMatchObject({ layers: 1, width: 32, heads: 2, innerWidth: 64, vocabulary: 13, positions: 8 })
  // Number j of a block has the low half of byte j, number j + 16 the high half, both less 8 and halved.
  const block = Array.from({ length: 32 }, (_, j) => (j < 16 ? j - 8 : 15 - (j - 16) - 8) / 2)
  expect([...(arrays.get('encoder.layer.0.attention.self.query.weight')?.data ?? [])].slice(32, 64)).toEqual(block)
  expect(weights.get('embeddings.word')?.slice(0, 32)).toEqual(Float32Array.from(block))
})

test('its tokeniser cuts likeliest pieces, drops and spaces characters, and leaves the wide tilde', () => {
  const { tokenizer } = decodeE5S1(e5s1File())
  const opened = openTokenizer(tokenizer)
  expect(opened.ids).toEqual({ padding: 1, unknown: 3, begin: 0, end: 2, mask: 11 })
  const pieces = (text: string) => opened.encode(text, { special: false }).map((id) => opened.tokenOf(id))
  expect(pieces('a\u0001b\u200bab～ﬁ')).toEqual(['▁ab', '▁ab', '～', 'fi'])
  expect(opened.encode('b')).toEqual([0, 4, 6, 2])
})

test.each([
  ['nothing', Buffer.alloc(0), 'its name'],
  ['another file', Buffer.from('GGUF0000'), 'its name'],
  ['a negative width', e5s1File({ width: -1 }), 'width is -1'],
  ['more tokens than vectors', e5s1File({ tokens: 2 ** 30 }), 'tokens'],
  ['an unknown token that is none', e5s1File({ unknown: 99 }), 'special token 99'],
  ['an array that is missing', e5s1File({ without: 'l0.fo.w' }), 'no l0.fo.w'],
  ['arrays past the end', e5s1File({ shift: 1e9 }), 'does not fit'],
  ['an offset beyond all numbers', e5s1File({ shift: 2 ** 60 }), 'ends before'],
  ['one that is cut off', e5s1File().subarray(0, 200), 'ends before'],
])('%s is refused', (_, bytes, why) => {
  expect(() => decodeE5S1(bytes)).toThrow(
    expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(why) }),
  )
})

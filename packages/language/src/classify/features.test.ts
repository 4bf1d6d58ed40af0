import { expect, test } from 'vitest'
import { segmentWords } from './segment-words.ts'
import { keepColumnsOf, selectRows, sparseOf } from './sparse-rows.ts'
import { eachTerm } from './term-hashes.ts'
import { type TextView, viewsFor } from './text-view.ts'
import { fitTfIdf } from './tf-idf.ts'

const words: TextView = { of: 'words', from: 1, to: 2 }
const termsOf = (text: string, view: TextView): string[] => {
  const terms: string[] = []
  eachTerm(text, view, (_, units, from, to) => terms.push(units.slice(from, to).join(view.of === 'words' ? ' ' : '')))
  return terms
}

test('words are found in both languages, alone and in pairs', () => {
  expect(segmentWords('物流很快, so good!')).toEqual(['物流', '很快', 'so', 'good', '!'])
  expect(termsOf('Not good', words)).toEqual(['not', 'not good', 'good'])
})

test('characters run through a Chinese text and stay within English words', () => {
  expect(termsOf('很好吃', { of: 'characters', from: 1, to: 2 })).toEqual(['很', '很好', '好', '好吃', '吃'])
  expect(termsOf('a cat', { of: 'word-characters', from: 3, to: 3 })).toEqual([' a ', ' ca', 'cat', 'at '])
})

test('numbers are one sign, full width is half width, and case does not count', () => {
  expect(termsOf('ＡＢＣ １２３４', words)).toEqual(termsOf('abc 567', words))
})

test('the views follow the script of most texts', () => {
  expect(viewsFor(['质量很好', 'ok'])[0]?.of).toBe('characters')
  expect(viewsFor(['good quality', 'fine'])[0]?.of).toBe('words')
  expect(viewsFor(['', '123'])[0]?.of).toBe('words')
})

test('weights are those of scikit-learn, worked out by hand', () => {
  // sklearn: TfidfVectorizer(sublinear_tf=True): idf = ln((1 + n) / (1 + df)) + 1, tf = 1 + ln(count), rows of length 1.
  const texts = ['red red pen', 'red cup']
  const rows = fitTfIdf(texts, { of: 'words', from: 1, to: 1 }, 1).rows(texts)
  const red = (1 + Math.log(2)) * 1
  const pen = Math.log(3 / 2) + 1
  const length = Math.hypot(red, pen)
  expect([...rows.values.slice(0, 2)].sort()).toEqual(
    [red / length, pen / length].sort().map((value) => expect.closeTo(value, 6)),
  )
  expect(rows.columns).toBe(3)
})

test('terms in too few texts are left out, and a text without any known term is an empty row', () => {
  const tfIdf = fitTfIdf(['a b', 'b c', 'b d'], { of: 'words', from: 1, to: 1 }, 2)
  expect(tfIdf.hashes.length).toBe(1)
  expect([...tfIdf.rows(['b', 'z', '']).starts]).toEqual([0, 1, 1, 1])
})

test('rows can be chosen, and columns that others lack taken out without making a row shorter', () => {
  const rows = sparseOf(
    [
      [3, 4],
      [0, 1],
    ],
    2,
  )
  expect([...selectRows(rows, [1, 0]).values]).toEqual([1, 3, 4])
  const kept = keepColumnsOf(rows, selectRows(rows, [1]))
  expect([...kept.values]).toEqual([5, 1])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseParser, type SseMessage } from './create-sse-parser.ts'

const all = (pieces: readonly string[]): readonly SseMessage[] => {
  const parse = createSseParser()
  return pieces.flatMap((piece) => parse(piece))
}

test('names and data, comments passed over', () => {
  expect(all([': welcome\n\nevent: refused\ndata: {"a":1}\n\ndata: x\n\n'])).toEqual([
    { event: 'refused', data: '{"a":1}' },
    { event: 'message', data: 'x' },
  ])
})

test('several data lines are one text, and one space after the colon is not part of it', () => {
  expect(all(['data: a\ndata:b\ndata:  c\n\n'])).toEqual([{ event: 'message', data: 'a\nb\n c' }])
})

test('a message without data is none; an unfinished one waits', () => {
  expect(all(['event: ping\n\n', 'data: half'])).toEqual([])
})

test('wherever the stream is cut, with whichever line ends, the messages are the same', () => {
  const stream = 'event: event\ndata: {"k":"茶"}\n\n: still here\n\nevent: refused\ndata: a\ndata: b\n\n'
  const whole = all([stream])
  expect(whole).toHaveLength(2)
  const ends = fc.constantFrom('\n', '\r\n', '\r')
  fc.assert(
    fc.property(ends, fc.array(fc.nat(stream.length * 2), { maxLength: 8 }), (end, cuts) => {
      // A closing comment line, because a lone carriage return at the very end may still become CRLF.
      const text = `${stream.replaceAll('\n', end)}:${end}`
      const sorted = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].sort((a, b) => a - b)
      const pieces = [0, ...sorted].map((from, i) => text.slice(from, sorted[i] ?? text.length))
      expect(all(pieces)).toEqual(whole)
    }),
  )
})

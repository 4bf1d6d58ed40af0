import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact, restore } from '../redact/index.ts'
import { createStreamGate } from './create-stream-gate.ts'

const { entries } = redact('ann@example.com 13800138000')
const marks = { nonce: 'bcdfghjkmn', canary: 'qrstvwxz234567' }

function through(pieces: readonly string[]): string {
  const gate = createStreamGate(marks, entries)
  return pieces.map((piece) => gate.push(piece)).join('') + gate.end()
}

const text = fc
  .array(
    fc.constantFrom(
      '[[EMAIL_1]]',
      '【phone 1】',
      '[[ Email_1 ]]',
      'word ',
      '😀',
      '[',
      '[[',
      ']]',
      '你好，',
      'x'.repeat(70),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 200 })

test('a text in any pieces comes out as the whole text would', () => {
  fc.assert(
    fc.property(text, cuts, (whole, sizes) => {
      const pieces: string[] = []
      for (let at = 0, i = 0; at < whole.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1
        pieces.push(whole.slice(at, at + size))
        at += size
      }
      expect(through(pieces)).toBe(restore(whole, entries))
    }),
  )
})

test('no piece of a secret word goes on before the word is whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 9 }), (before, size) => {
      const gate = createStreamGate(marks, entries)
      const whole = `${'a '.repeat(before)}${marks.canary}`
      let shown = ''
      expect(() => {
        for (let at = 0; at < whole.length; at += size) shown += gate.push(whole.slice(at, at + size))
      }).toThrow(/instructions/)
      expect(shown).toMatch(/^[a ]*$/)
    }),
  )
})

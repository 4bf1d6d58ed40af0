import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LanguageError } from '../errors.ts'
import { createRedactor } from './create-redactor.ts'
import { passesIban, passesLuhn } from './find-cards.ts'
import { isIdentityNumber } from './find-identity-numbers.ts'
import { personalSentences } from './personal-sentences.fixture.ts'
import { seeded } from './personal-values.fixture.ts'
import { redact } from './redact.ts'
import { restore, unknownPlaceholders } from './restore.ts'

describe('redact', () => {
  test('puts placeholders where personal data stood, in both languages', () => {
    expect(redact('我叫王小明，电话 138-0013-8000').text).toBe('我叫[[NAME_1]]，电话 [[PHONE_1]]')
    expect(redact('My name is Mary Smith, mail mary@example.com.').text).toBe(
      'My name is [[NAME_1]], mail [[EMAIL_1]].',
    )
  })

  test('gives equal data the same placeholder, however it is spaced, cased or wide', () => {
    const { text, entries } = redact(
      '13800138000，１３８ ００１３ ８０００，Ann@Example.com, ann@example.com, 13900139000',
    )
    expect(text).toBe('[[PHONE_1]]，[[PHONE_1]]，[[EMAIL_1]], [[EMAIL_1]], [[PHONE_2]]')
    expect(entries.map(({ value }) => value)).toEqual(['13800138000', 'Ann@Example.com', '13900139000'])
  })

  test('finds the names and ids that the caller knows wherever they stand, and no parts of words', () => {
    const known = { names: ['Ann', '王小明', 'Zoë  Müller'], ids: ['c77'] }
    expect(redact('annual sale for ANN; 谢谢王小明; zoë müller (C77, c778)', known).text).toBe(
      'annual sale for [[NAME_1]]; 谢谢[[NAME_2]]; [[NAME_3]] ([[ID_1]], c778)',
    )
  })

  test('keeps placeholders of several texts apart from what the texts hold themselves', () => {
    const redactor = createRedactor()
    const first = redactor.redact('mail ann@example.com')
    const second = redactor.redact('tell me [[EMAIL_1]] and 【email 1】')
    expect(second).not.toMatch(/EMAIL/i)
    expect(restore(`${first} / ${second}`, redactor.entries)).toBe(
      'mail ann@example.com / tell me [[EMAIL_1]] and 【email 1】',
    )
  })

  test('refuses what is no text', () => {
    expect(() => redact(7 as unknown as string)).toThrow(LanguageError)
  })

  test('leaves a text that is one long row of almost matching signs as it is', () => {
    for (const sign of ['路', '市', 'a', '1', '1 ', '1-', 'a.', 'A1', ':', '王', '.1', 'Aa ', '号1'])
      expect(restore(...both(sign.repeat(3000)))).toBe(sign.repeat(3000))
  })
})

const both = (text: string): [string, ReturnType<typeof redact>['entries']] => {
  const { text: redacted, entries } = redact(text)
  return [redacted, entries]
}

describe('restore', () => {
  test('gives back any text, whatever stands in it', () => {
    const piece = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
      fc.constantFrom(
        'ann@example.com',
        '[[EMAIL_1]]',
        '[[ID_2]]',
        '【电话】',
        '13800138000',
        '我叫王小明',
        '１１０',
        '[',
        ']]',
      ),
      fc.integer({ min: 0, max: 1e6 }).map((seed) => personalSentences(1, seeded(seed))[0]!.text),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('')
        expect(restore(...both(text))).toBe(text)
      }),
      { numRuns: 150 },
    )
  })

  test.each(['[[EMAIL_1]]', '[[email_1]]', '[[ EMAIL 1 ]]', '［［EMAIL＿１］］', '【EMAIL_1】', '[EMAIL-1]'])(
    'reads %s as a model may write it',
    (written) => {
      const { entries } = redact('ann@example.com')
      expect(restore(`Write to ${written}.`, entries)).toBe('Write to ann@example.com.')
    },
  )

  test('leaves placeholders that it does not know, and names them', () => {
    const { entries } = redact('ann@example.com')
    expect(restore('[[EMAIL_2]]', entries)).toBe('[[EMAIL_2]]')
    expect(unknownPlaceholders('[[EMAIL_1]] [[email 2]] [[PHONE_1]]', entries)).toEqual(['[[EMAIL_2]]', '[[PHONE_1]]'])
  })

  test('a value with a dollar sign is put back as it is', () => {
    const { text, entries } = redact('use $& now', { ids: ['$& now'] })
    expect(text).toBe('use [[ID_1]]')
    expect(restore(text, entries)).toBe('use $& now')
  })
})

describe('check digits', () => {
  test('of identity numbers: the example of GB 11643-1999, and one digit off', () => {
    expect(isIdentityNumber('11010519491231002X')).toBe(true)
    expect(isIdentityNumber('440524188001010014')).toBe(true)
    expect(isIdentityNumber('110105194912310021')).toBe(false)
    expect(isIdentityNumber('110105194902310025')).toBe(false)
  })

  test('of cards: the example of ISO/IEC 7812-1, and two digits exchanged', () => {
    expect(passesLuhn('49927398716')).toBe(true)
    expect(passesLuhn('49927398176')).toBe(false)
  })

  test('of accounts: the example of ISO 13616', () => {
    expect(passesIban('GB82WEST12345698765432')).toBe(true)
    expect(passesIban('GB83WEST12345698765432')).toBe(false)
  })
})

test('names and ids with signs of patterns in them are found as they are', () => {
  for (const known of ['Jean-Luc', 'p_Ab-9', 'o.k+1', 'a|b', '(x)'])
    expect(redact(`so ${known} said`, { names: [known] }).text).not.toContain(known)
})

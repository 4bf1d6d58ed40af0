import { describe, expect, test } from 'vitest'
import { findPersonalData } from './find-personal-data.ts'
import { type PersonalKind, personalKinds } from './personal-data.ts'
import { personalSentences, templateCount } from './personal-sentences.fixture.ts'
import { seeded } from './personal-values.fixture.ts'

interface Tally {
  personal: number
  /** Wholly taken out. */
  taken: number
  /** Of the right kind besides. */
  named: number
  finds: number
  /** On personal data, with at most four signs more. */
  right: number
}

const empty = (): Tally => ({ personal: 0, taken: 0, named: 0, finds: 0, right: 0 })

function measure(sentences: ReturnType<typeof personalSentences>): ReadonlyMap<PersonalKind, Tally> {
  const tallies = new Map(personalKinds.map((kind) => [kind, empty()]))
  for (const { text, values } of sentences) {
    const finds = findPersonalData(text)
    for (const { kind, start, end } of values) {
      const tally = tallies.get(kind)!
      tally.personal += 1
      const whole = Array.from({ length: end - start }, (_, i) => start + i).every((at) =>
        finds.some((find) => find.start <= at && at < find.end),
      )
      if (whole) tally.taken += 1
      else if (process.env.SHOW_MISSES) console.log('missed', kind, text.slice(start, end), '|', text)
      if (finds.some((find) => find.kind === kind && find.start <= start && end <= find.end)) tally.named += 1
      else if (whole && process.env.SHOW_MISSES) console.log('misnamed', kind, text.slice(start, end), '|', text)
    }
    for (const { kind, start, end } of finds) {
      const tally = tallies.get(kind)!
      tally.finds += 1
      const right = values.some(
        (value) => start < value.end && value.start < end && end - start <= value.end - value.start + 4,
      )
      if (right) tally.right += 1
      else if (process.env.SHOW_MISSES) console.log('wrong', kind, text.slice(start, end), '|', text)
    }
  }
  return tallies
}

function total(tallies: ReadonlyMap<PersonalKind, Tally>): { recall: number; precision: number } {
  const sum = (key: keyof Tally): number => [...tallies.values()].reduce((all, tally) => all + tally[key], 0)
  return { recall: sum('taken') / sum('personal'), precision: sum('right') / sum('finds') }
}

describe('two thousand pieces of personal data in Chinese and English sentences', () => {
  const sentences = personalSentences(2000, seeded(20261127))

  test('nearly all of them are taken out, and hardly anything else', () => {
    const tallies = measure(sentences)
    console.table(
      Object.fromEntries(
        [...tallies].map(([kind, { personal, taken, named, finds, right }]) => [
          kind,
          { personal, recall: taken / personal, named: named / personal, precision: right / finds },
        ]),
      ),
    )
    expect([...tallies.values()].reduce((all, { personal }) => all + personal, 0)).toBeGreaterThanOrEqual(2000)
    expect(templateCount).toBeGreaterThanOrEqual(40)
    expect(total(tallies).recall).toBeGreaterThanOrEqual(0.99)
    expect(total(tallies).precision).toBeGreaterThanOrEqual(0.95)
    for (const [, { personal, taken }] of tallies) expect(taken / personal).toBeGreaterThanOrEqual(0.95)
  })

  test.each(['zh', 'en'] as const)(
    'so it is in %s, in sentences that the patterns were not written for',
    (language) => {
      const tallies = measure(sentences.filter((sentence) => sentence.held && sentence.language === language))
      const { recall, precision } = total(tallies)
      console.log(`held out, ${language}: recall ${recall.toFixed(4)}, precision ${precision.toFixed(4)}`)
      expect(recall).toBeGreaterThanOrEqual(0.99)
      expect(precision).toBeGreaterThanOrEqual(0.95)
    },
  )
})

import { expect, test } from 'vitest'
import type { Consent, ConsentAnswer, PurposeAnswers } from '../consent-types.ts'
import { acceptAll, rejectAll } from './choose-all.ts'

/** Hears what is set; the server has told of these purposes, or (null) of none. */
function listening(purposes: Record<string, boolean> | null): { consent: Consent; said: PurposeAnswers[] } {
  const said: PurposeAnswers[] = []
  const answer =
    purposes &&
    ({
      purposes: Object.entries(purposes).map(([purpose, separate]) => ({ purpose, separate })),
    } as unknown as ConsentAnswer)
  const consent = {
    get: () => ({ choice: null, signal: null, answer }),
    set: (given: PurposeAnswers) => void said.push(given),
  } as unknown as Consent
  return { consent, said }
}

test('accepting everything leaves out what the service needs and what needs a yes of its own', () => {
  const { consent, said } = listening({ storage: false, analytics: false, thirdParties: true, sensitive: true })
  expect(acceptAll({ consent })).toBe(true)
  expect(said).toEqual([{ analytics: true }])
})

test('before the purposes are known nothing can be accepted, and everything can be rejected', () => {
  const { consent, said } = listening(null)
  expect(acceptAll({ consent })).toBe(false)
  expect(said).toEqual([])
  rejectAll({ consent })
  expect(Object.keys(said[0] ?? {})).toHaveLength(7)
  expect(Object.values(said[0] ?? {}).every((granted) => granted === false)).toBe(true)
  expect(said[0]).not.toHaveProperty('storage')
})

import type { ConsentChoice, Purpose, PurposeAnswers } from '../consent-types.ts'
import type { Client } from '../types.ts'

type How = Partial<Pick<ConsentChoice, 'source' | 'textVersion'>>

/** Everything there is a choice about; what the service needs is none. */
const optional: readonly Purpose[] = [
  'analytics',
  'personalisation',
  'advertising',
  'profiling',
  'training',
  'thirdParties',
  'sensitive',
]

const all = (purposes: readonly Purpose[], said: boolean): PurposeAnswers =>
  Object.fromEntries(purposes.map((purpose) => [purpose, said]))

/**
 * Yes to everything that may be agreed to at once; what needs a yes of its own is left as it is. Needs the server's
 * answer: without it nothing can have been shown to agree to, and nothing happens.
 *
 * @returns whether the choice was taken
 */
export function acceptAll({ consent }: Pick<Client, 'consent'>, how: How = {}): boolean {
  const { answer } = consent.get()
  if (answer === null) return false
  const together = answer.purposes.filter(({ separate }) => !separate).map(({ purpose }) => purpose)
  consent.set(
    all(
      together.filter((purpose) => purpose !== 'storage'),
      true,
    ),
    how,
  )
  return true
}

/** No to everything there is a choice about; needs nobody's answer. */
export function rejectAll({ consent }: Pick<Client, 'consent'>, how: How = {}): void {
  consent.set(all(optional, false), how)
}

import type { Profile } from '../../api/schemas/profiles.ts'
import type { StatedPerson } from '../person-traits.ts'
import type { Corrections } from './corrections.ts'

/** Traits of all identities of a person as one (the newest word counts, the chief identity's before all), with when they were told last. */
export function givenTraits(
  stated: readonly StatedPerson[],
  personId: string,
  corrections: Corrections['traits'],
): Profile['traits'] {
  const told = new Map<string, { value: unknown; at: number }>()
  const inOrder = stated.toSorted(
    (a, b) => Number(a.personId === personId) - Number(b.personId === personId) || a.updatedAt - b.updatedAt,
  )
  for (const { traits, updatedAt } of inOrder)
    for (const [name, value] of Object.entries(traits)) told.set(name, { value, at: updatedAt })
  return [...told]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { value, at }]) => {
      const correction = corrections[name]
      // Who sends something else later knows better, or has to be told too.
      const stands = correction !== undefined && correction.is === value
      return {
        name,
        value,
        source: 'given',
        observations: null,
        asOf: new Date(stands ? correction.at : at).toISOString(),
        corrected: stands ? { at: new Date(correction.at).toISOString(), by: correction.by } : null,
      }
    })
}

import type { Profile } from '../../api/schemas/profiles.ts'
import type { Base } from './base.ts'
import { rounded } from './certain-share.ts'
import { likenessesTo } from './interest-vector.ts'
import { dot } from './person-vectors.ts'

/** Less alike is no likeness. */
const least = 0.3
const most = 5

/** The likest of the people of the base's sample: by the cosine of their vectors, where there are any, else of their interests. */
export function similarPeople(options: {
  readonly personId: string
  readonly interests: ReadonlyMap<string, number>
  readonly vector: Float32Array | undefined
  readonly base: Pick<Base, 'sample' | 'at'>
  readonly isAllowed: (personId: string) => boolean
  readonly observations: number
}): Profile['similar'] {
  const { personId, interests, vector, base, isAllowed, observations } = options
  const { sample } = base
  const by = vector !== undefined && sample.some((one) => one.vector !== undefined) ? 'vectors' : 'interests'
  const values =
    by === 'vectors' && vector !== undefined
      ? Float64Array.from(sample, (one) => (one.vector?.length === vector.length ? dot(vector, one.vector) : 0))
      : likenessesTo(interests, sample)
  const people = sample
    .map((one, at) => ({ one, value: values[at] as number }))
    .filter(({ one, value }) => value >= least && one.personId !== personId)
    .sort((a, b) => b.value - a.value || (a.one.personId < b.one.personId ? -1 : 1))
    // What was allowed when the sample was drawn may have been taken back.
    .filter(({ one }, at) => at < 10 * most && isAllowed(one.personId))
    .slice(0, most)
    .map(({ one, value }) => ({
      personId: one.personId,
      likeness: rounded(Math.min(1, value)),
      shared: sharedInterests(interests, one.interests),
    }))
  if (people.length === 0) return null
  const among = sample.length - (sample.some((one) => one.personId === personId) ? 1 : 0)
  return { by, among, people, source: 'inferred', observations, asOf: new Date(base.at).toISOString() }
}

/** Categories and brands that both like, by what they bring to the likeness. */
function sharedInterests(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): string[] {
  return [...a]
    .flatMap(([name, weight]) => {
      const other = b.get(name)
      return other === undefined ? [] : [{ name: name.slice(name.indexOf('\n') + 1), weight: weight * other }]
    })
    .sort((x, y) => y.weight - x.weight || (x.name < y.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

import type { SatisfactionPartName } from '@attune/measure'
import type { Attune } from '../attune.ts'
import { meansOfPersons, personGroups, type Samples } from './person-groups.ts'
import { type Group, largestFirst, readRows } from './read-groups.ts'
import type { Sentiment } from './read-sentiments.ts'
import type { SatisfactionSqlOptions } from './satisfaction-sql.ts'

export interface SegmentGroupsOptions {
  readonly sql: Omit<SatisfactionSqlOptions, 'by'>
  readonly sentiments: readonly Sentiment[]
  /** About how many people told anything. */
  readonly people: number
  /** People read at once. */
  readonly peopleASlice: number
}

/** Everybody's own values, put to the segments they are in now; some people at a time, so that requests are answered meanwhile. */
export async function segmentGroups(
  { events, segments }: Pick<Attune, 'events' | 'segments'>,
  { sql, sentiments, people, peopleASlice }: SegmentGroupsOptions,
): Promise<readonly Group[]> {
  const { workspace } = sql
  const ids = segments.list(workspace).map(({ id }) => id)
  if (ids.length === 0) return []
  const sums = personGroups()
  const counts = new Map<string, number>()
  const add = (personId: string, samples: Samples): void => {
    for (const id of segments.of(workspace, personId)) {
      counts.set(id, (counts.get(id) ?? 0) + 1)
      for (const [part, sample] of Object.entries(samples) as [SatisfactionPartName, { n: number; sum: number }][])
        sums.add(id, part, sample.sum / sample.n)
    }
  }
  const texts = new Map(
    meansOfPersons(sentiments.map((one) => ({ key: '', ...one }))).map(
      ({ personId, value }): readonly [string, Samples] => [
        personId,
        { sentiment: { n: 1, sum: value, sumSquares: value * value } },
      ],
    ),
  )
  const slices = Math.max(1, Math.ceil(people / peopleASlice))
  for (let slice = 0; slice < slices; slice++)
    for (const [at, { key, samples }] of (
      await readRows(events, { ...sql, by: 'person', slice: { at: slice, of: slices } })
    ).entries()) {
      if (at % 5000 === 4999) await new Promise((resolve) => setImmediate(resolve))
      add(key, { ...texts.get(key), ...samples })
      texts.delete(key)
    }
  // Who wrote something and told nothing else.
  for (const [personId, samples] of texts) add(personId, samples)
  return ids.map((key): Group => ({ key, people: counts.get(key) ?? 0, samples: sums.of(key) })).sort(largestFirst)
}

import { type ExposureSample, exposureParity, fairnessAlarms, fourFifths, mostParts, rateGap } from '@attune/measure'
import type { z } from 'zod'
import type { Fairness, fairnessQuery } from '../api/schemas/fairness.ts'
import type { Attune } from '../attune.ts'
import { mustNotBeSensitive } from '../behaviour/group-of.ts'
import { fewestShown, shownCount } from '../behaviour/small-cells.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type ExposureSqlOptions, exposureSql, meritSql, peopleSql } from './exposure-sql.ts'
import { alarmText, fairnessWarning } from './fairness-texts.ts'
import { type GroupedItems, groupItems, largestItemGroups, restName } from './group-items.ts'

export type FairnessSource = Pick<Attune, 'config' | 'events' | 'items' | 'consent' | 'activity'>
export type FairnessAsk = Pick<z.output<typeof fairnessQuery>, 'by' | 'merit' | 'trait' | 'placement'> & {
  readonly workspace: string
  readonly range: Pick<TimeRange, 'from' | 'to'>
}

/** Groups of items that are told apart. */
const mostItemGroups = 100
/** Groups of people that are told, the largest. */
const mostGroups = 12

/**
 * Whether what is shown is shared fairly: exposure of brands, categories or suppliers against their merit, and, by a trait that
 * people gave themselves, who gets something personal and who clicks. Only people who allow `analytics` count; by a trait only
 * those who allow `profiling` too.
 *
 * @throws AttuneError `sensitive-trait`
 */
export async function measureFairness(source: FairnessSource, ask: FairnessAsk): Promise<Fairness> {
  const { workspace, range, by, merit, trait, placement } = ask
  if (trait !== undefined) mustNotBeSensitive(source.config, trait)
  const all = groupItems(source.items.all(workspace), by)
  const options: ExposureSqlOptions = {
    workspace,
    ...range,
    placement,
    consent: source.consent.exceptions(workspace, 'analytics'),
    groups: JSON.stringify(all.pairs),
    parts: mostParts,
  }
  const { items, merits } = largestItemGroups(all, await meritsOf(source, all, merit, options), mostItemGroups)
  const groups = items.together === 0 ? options.groups : JSON.stringify(items.pairs)
  const sample = await readExposure(source, items, { ...options, groups })
  const parity =
    sample &&
    exposureParity(
      sample,
      items.names.map((group, g) => ({ group, merit: merits[g] ?? 0, items: items.offered[g] ?? 0 })),
    )
  const people = trait === undefined ? null : await comparePeople(source, workspace, trait, options)
  const alarms = fairnessAlarms<Fairness['alarms'][number]['measure']>([
    { measure: 'exposure', kind: 'ratio', value: parity?.treatmentRatio ?? null, limit: fourFifths },
    ...(people?.measures ?? []).map(
      ({ measure, ratio }) => ({ measure, kind: 'ratio', value: ratio, limit: fourFifths }) as const,
    ),
  ])
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    by,
    merit,
    exposure: parity
      ? {
          groups: parity.groups
            .map(({ group, ...one }) => ({ ...one, group: group === restName ? null : group }))
            .sort((a, b) => b.meritShare - a.meritShare || b.exposureShare.value - a.exposureShare.value),
          together: items.together,
          treatmentRatio: parity.treatmentRatio,
          inequality: parity.inequality,
        }
      : null,
    people: people && { trait: people.trait, unknown: people.unknown, measures: people.measures },
    alarms: alarms.map(({ measure, certainty, value, limit }) => {
      const alarm = { measure, certainty, value, limit }
      return { ...alarm, ...alarmText(alarm) }
    }),
    warnings: [
      ...(parity?.warnings ?? [{ code: 'nothing-seen' as const }]).map((one) =>
        fairnessWarning(one.code, 'group' in one ? one.group : null),
      ),
      ...(items.together > 0 ? [fairnessWarning('put-together')] : []),
      ...(people?.warnings ?? []),
    ],
  }
}

async function readExposure(
  { events }: FairnessSource,
  { names }: GroupedItems,
  options: ExposureSqlOptions,
): Promise<ExposureSample | null> {
  if (names.length === 0) return null
  const parameters = sqlParameters()
  const columns = (await events.columns(exposureSql(parameters, options), parameters.values)) as number[][]
  const [parts = [], groups = [], exposure = [], places = []] = columns
  if (parts.length === 0) return null
  const counts = names.map(() => 0)
  const byPart = new Map<number, Float64Array>()
  for (const [row, part] of parts.entries()) {
    const g = groups[row] as number
    const own = byPart.get(part) ?? new Float64Array(names.length)
    byPart.set(part, own)
    own[g] = exposure[row] as number
    counts[g] = (counts[g] ?? 0) + (places[row] as number)
  }
  return { groups: names, places: counts, parts: [...byPart.values()] }
}

async function meritsOf(
  { events }: FairnessSource,
  { names, offered }: GroupedItems,
  merit: FairnessAsk['merit'],
  options: ExposureSqlOptions,
): Promise<readonly number[]> {
  const merits = names.map((_, g) => (merit === 'items' ? (offered[g] ?? 0) : 0))
  if (merit !== 'items') {
    const parameters = sqlParameters()
    const kind = merit === 'orders' ? 'order' : 'view'
    const rows = await events.query<{ g: number; merit: number }>(
      meritSql(parameters, kind, options),
      parameters.values,
    )
    for (const { g, merit: value } of rows) merits[g] = value
  }
  return merits
}

interface Counted {
  people: number
  personal: number
  seen: number
  clicked: number
}

async function comparePeople(
  { events, activity, consent }: FairnessSource,
  workspace: string,
  trait: string,
  options: ExposureSqlOptions,
) {
  const parameters = sqlParameters()
  const [persons = [], personal = [], seen = [], clicked = []] = await events.columns(
    peopleSql(parameters, options),
    parameters.values,
  )
  const known = activity.of(workspace)
  const number = known.traits.find(trait)
  const groups = new Map<string, Counted>()
  let unknown = 0
  for (const [row, person] of (persons as string[]).entries()) {
    const slot = known.slotOf(person)
    const value = slot === undefined || number === undefined ? undefined : known.traitOf(slot, number)
    // What people did not give, or do not want to be grouped by, is not guessed.
    if (value === undefined || Array.isArray(value) || !consent.allowed(workspace, person, 'profiling')) {
      unknown++
      continue
    }
    const name = String(value).slice(0, 64)
    const own = groups.get(name) ?? { people: 0, personal: 0, seen: 0, clicked: 0 }
    groups.set(name, own)
    own.people++
    if (personal[row] === true) own.personal++
    if (seen[row] === true) own.seen++
    if (clicked[row] === true) own.clicked++
  }
  const largest = [...groups]
    .filter(([, { people }]) => people >= fewestShown)
    .sort(([a, x], [b, y]) => y.people - x.people || (a < b ? -1 : 1))
    .slice(0, mostGroups)
  const measure = (
    name: 'personalised' | 'clicked',
    count: (one: Counted) => { readonly successes: number; readonly trials: number },
  ) => {
    // Of a group fewer may have seen something than were decided for.
    const shown = largest
      .map(([group, one]) => ({ group, ...count(one) }))
      .filter(({ trials }) => trials >= fewestShown)
    const gap = rateGap(shown)
    return {
      gap,
      view: { measure: name, ...gap, groups: gap.groups.map(({ trials, ...one }) => ({ ...one, people: trials })) },
    }
  }
  const both = [
    measure('personalised', (one) => ({ successes: one.personal, trials: one.people })),
    measure('clicked', (one) => ({ successes: one.clicked, trials: one.seen })),
  ]
  return {
    trait,
    unknown: shownCount(unknown),
    measures: both.map(({ view: { warnings: _, ...view } }) => view),
    warnings: both.flatMap(({ gap }) =>
      gap.warnings.map((one) => fairnessWarning(one.code, 'group' in one ? one.group : null)),
    ),
  }
}

import { type SatisfactionPartName, satisfactionIndex } from '@attune/measure'
import type { Satisfaction, SatisfactionGroup } from '../api/schemas/satisfaction.ts'
import type { Attune } from '../attune.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import { sqlParameters } from '../report/sql-parameters.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type AnswerKind, answerKindOf } from './answer-events.ts'
import { meansOfPersons, personGroups, type Samples } from './person-groups.ts'
import { readSentiments, type Sentiment } from './read-sentiments.ts'
import {
  type SatisfactionBy,
  type SatisfactionSqlOptions,
  satisfactionColumns,
  satisfactionSql,
  textKeysSql,
} from './satisfaction-sql.ts'
import { satisfactionSentences } from './satisfaction-texts.ts'

export type SatisfactionSource = Pick<
  Attune,
  'config' | 'events' | 'items' | 'placements' | 'segments' | 'consent' | 'vault' | 'sentiment'
>

export interface SatisfactionAsk {
  readonly workspace: string
  readonly range: Pick<TimeRange, 'from' | 'to'>
  readonly by: 'placement' | 'item' | 'segment'
  readonly limit: number
}

/** Of fewer people nothing is told. */
const fewestShown = 5
/** People whose answers are read one by one, to sort them by segment. */
const mostPeople = 1_000_000

interface Group {
  readonly key: string
  readonly people: number
  readonly samples: Samples
}

/**
 * How satisfied people are, over all and by placement, item or segment, told by ratings, CSAT, NPS, the sentiment of what they
 * write, what they return and complaints. Only people who allow `analytics` count, each once a group and part.
 */
export async function measureSatisfaction(source: SatisfactionSource, ask: SatisfactionAsk): Promise<Satisfaction> {
  const { workspace, range, by, limit } = ask
  const options = await sqlOptions(source, workspace, range)
  const { sentiments, cut } = await readSentiments(source, workspace, range)
  const all = await readGroups(source, { ...options, by: 'all' }, 1, sentiments)
  const groups =
    by === 'segment'
      ? await groupsOfSegments(source, ask, options, sentiments)
      : await readGroups(source, { ...options, by }, limit, sentiments)
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    by,
    cut,
    all: viewOf(all[0] ?? { key: '', people: 0, samples: {} }, null),
    groups: groups
      .filter(({ people }) => people >= fewestShown)
      .slice(0, limit)
      .map((group) => viewOf(group, titleOf(source, workspace, by, group.key))),
  }
}

async function sqlOptions(
  { config, events, consent, placements }: SatisfactionSource,
  workspace: string,
  { from, to }: SatisfactionAsk['range'],
): Promise<Omit<SatisfactionSqlOptions, 'by'>> {
  const meanings = eventMeanings(config.collect.events)
  const known = await events.query<{ event: string }>(
    'SELECT DISTINCT event FROM events WHERE workspace = $1 AND event IS NOT NULL',
    [workspace],
  )
  const names: Record<AnswerKind, string[]> = { csat: [], nps: [], complaints: [], voices: [] }
  for (const { event } of known) {
    const kind = answerKindOf(event, meanings)
    if (kind) names[kind].push(event)
  }
  return {
    workspace,
    from,
    to,
    events: names,
    consent: consent.exceptions(workspace, 'analytics'),
    attributionDays: config.report.attributionDays,
    placements: placements.list(workspace).map(({ id }) => id),
  }
}

/** Rows of `satisfactionSql`, with the sentiment of texts beside them. */
async function readGroups(
  { events }: SatisfactionSource,
  options: SatisfactionSqlOptions,
  most: number,
  sentiments: readonly Sentiment[],
): Promise<readonly Group[]> {
  const parameters = sqlParameters()
  const columns = await events.columns(satisfactionSql(parameters, options, most), parameters.values)
  const keys = (columns[0] ?? []) as string[]
  const number = (column: number, row: number): number => Number(columns[column]?.[row] ?? 0)
  const texts = personGroups()
  for (const { key, value } of meansOfPersons(await keyedSentiments(events, options, sentiments)))
    texts.add(key, 'sentiment', value)
  const found = keys.map((key, row): Group => {
    const samples: Samples = { ...texts.of(key) }
    for (const [at, part] of satisfactionColumns.entries()) {
      const n = number(2 + 3 * at, row)
      if (n > 0) samples[part] = { n, sum: number(3 + 3 * at, row), sumSquares: number(4 + 3 * at, row) }
    }
    return { key, people: Math.max(number(1, row), samples.sentiment?.n ?? 0), samples }
  })
  const known = new Set(keys)
  // Groups of which there are texts and nothing else.
  const others = texts.keys
    .filter((key) => !known.has(key))
    .map((key): Group => ({ key, people: texts.of(key).sentiment?.n ?? 0, samples: texts.of(key) }))
  return [...found, ...others].sort((a, b) => b.people - a.people || (a.key < b.key ? -1 : 1)).slice(0, most)
}

async function keyedSentiments(
  events: Attune['events'],
  options: SatisfactionSqlOptions,
  sentiments: readonly Sentiment[],
): Promise<readonly { readonly key: string; readonly personId: string; readonly value: number }[]> {
  if (options.by === 'all') return sentiments.map((one) => ({ key: '', ...one }))
  if (options.by === 'person') return sentiments.map((one) => ({ key: one.personId, ...one }))
  if (sentiments.length === 0) return []
  const parameters = sqlParameters()
  const ids = JSON.stringify(sentiments.map(({ messageId }) => messageId))
  const rows = await events.query<{ message_id: string; key: string }>(
    textKeysSql(parameters, options, ids),
    parameters.values,
  )
  const keyOf = new Map(rows.map(({ message_id, key }) => [message_id, key]))
  return sentiments.flatMap((one) => {
    const key = keyOf.get(one.messageId)
    return key === undefined ? [] : [{ key, ...one }]
  })
}

/** Everybody's own values, put to the segments they are in now. */
async function groupsOfSegments(
  source: SatisfactionSource,
  { workspace }: SatisfactionAsk,
  options: Omit<SatisfactionSqlOptions, 'by'>,
  sentiments: readonly Sentiment[],
): Promise<readonly Group[]> {
  const { segments } = source
  const ids = segments.list(workspace).map(({ id }) => id)
  if (ids.length === 0) return []
  const persons = await readGroups(source, { ...options, by: 'person' as SatisfactionBy }, mostPeople, sentiments)
  const sums = personGroups()
  const people = new Map<string, number>()
  for (const [at, { key: personId, samples }] of persons.entries()) {
    if (at % 5000 === 4999) await new Promise((resolve) => setImmediate(resolve))
    for (const id of segments.of(workspace, personId)) {
      people.set(id, (people.get(id) ?? 0) + 1)
      for (const [part, sample] of Object.entries(samples) as [SatisfactionPartName, { n: number; sum: number }][])
        sums.add(id, part, sample.sum / sample.n)
    }
  }
  return ids
    .map((key): Group => ({ key, people: people.get(key) ?? 0, samples: sums.of(key) }))
    .sort((a, b) => b.people - a.people || (a.key < b.key ? -1 : 1))
}

function viewOf({ key, people, samples }: Group, title: SatisfactionGroup['title']): SatisfactionGroup {
  const hidden = (Object.keys(samples) as SatisfactionPartName[]).filter(
    (part) => (samples[part]?.n ?? 0) < fewestShown,
  )
  const shown = Object.fromEntries(Object.entries(samples).filter(([, { n }]) => n >= fewestShown)) as Samples
  const { index, parts, coverage, warnings } = satisfactionIndex(shown)
  return {
    key,
    title,
    people: people < fewestShown ? 0 : people,
    index,
    coverage,
    parts: parts.map((one) => ({ ...one })),
    warnings: [
      ...warnings
        .filter((one) => one.code === 'nothing-known' || !hidden.includes(one.part))
        .map((one) =>
          one.code === 'nothing-known'
            ? { code: one.code, part: null, ...satisfactionSentences[one.code]() }
            : { code: one.code, part: one.part, ...satisfactionSentences[one.code](one.part) },
        ),
      ...hidden.map((part) => ({ code: 'suppressed' as const, part, ...satisfactionSentences.suppressed(part) })),
    ],
  }
}

function titleOf(
  { items, placements, segments }: SatisfactionSource,
  workspace: string,
  by: SatisfactionAsk['by'],
  key: string,
): SatisfactionGroup['title'] {
  if (by === 'placement') return placements.get(workspace, key)?.title ?? null
  const title = by === 'item' ? items.get(workspace, key)?.title : segments.get(workspace, key)?.title
  return title ? { en: title, zh: title } : null
}

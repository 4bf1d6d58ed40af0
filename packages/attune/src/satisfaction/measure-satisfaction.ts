import { type SatisfactionPartName, satisfactionIndex } from '@attune/measure'
import type { Satisfaction, SatisfactionGroup } from '../api/schemas/satisfaction.ts'
import type { Attune } from '../attune.ts'
import { fewestShown } from '../behaviour/small-cells.ts'
import { eventMeanings } from '../collect/standard-events.ts'
import type { TimeRange } from '../report/time-range.ts'
import { type AnswerKind, answerKindOf } from './answer-events.ts'
import type { Samples } from './person-groups.ts'
import { type Group, readGroups } from './read-groups.ts'
import { readSentiments } from './read-sentiments.ts'
import type { SatisfactionSqlOptions } from './satisfaction-sql.ts'
import { satisfactionSentences } from './satisfaction-texts.ts'
import { segmentGroups } from './segment-groups.ts'

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

/**
 * How satisfied people are, over all and by placement, item or segment, told by ratings, CSAT, NPS, the sentiment of what they
 * write, what they return and complaints. Only people who allow `analytics` count, each once a group and part.
 */
export async function measureSatisfaction(
  source: SatisfactionSource,
  ask: SatisfactionAsk,
  { peopleASlice = 25_000 }: { readonly peopleASlice?: number } = {},
): Promise<Satisfaction> {
  const { workspace, range, by, limit } = ask
  const options = await sqlOptions(source, workspace, range)
  const { sentiments, cut } = await readSentiments(source, workspace, range)
  const all = await readGroups(source.events, { ...options, by: 'all' }, 1, sentiments)
  const groups =
    by === 'segment'
      ? await segmentGroups(source, { sql: options, sentiments, people: all[0]?.people ?? 0, peopleASlice })
      : await readGroups(source.events, { ...options, by }, limit, sentiments)
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

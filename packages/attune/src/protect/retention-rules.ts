import { comparableName } from '../collect/reduce/field-class.ts'
import type { Sources } from '../collect/sources/sources.ts'
import type { Config } from '../config/schema.ts'
import { sqlText } from '../store/sql-text.ts'

/** What a rule looks at. */
export interface KeptEvent {
  readonly workspace: string
  readonly source: string
  readonly type: string
  readonly event: string | null
}

/** How long events are kept that it holds for. */
export interface RetentionRule {
  readonly days: number
  /** As a report says it: `protect.retention["Order Completed"]`, `source web` */
  readonly name: string
  readonly holdsFor: (event: KeptEvent) => boolean
  /** The same over the columns of `events`. */
  readonly sql: string
}

const dayMs = 86_400_000
const comparableSql = (column: string): string => `regexp_replace(lower(${column}), '[^\\p{L}\\p{N}]+', '', 'g')`

/**
 * All rules, the first that holds counts: an event of a declared source, an event by name, a type, the rest of a source,
 * everything else.
 */
export function retentionRules(
  { protect: { retention } }: Pick<Config, 'protect'>,
  sources: Pick<Sources, 'all'>,
): readonly RetentionRule[] {
  const declared = sources.all()
  const configured = Object.entries(retention).filter(([name]) => name !== '*')
  const of = (workspace: string, source: string): string =>
    `workspace = ${sqlText(workspace)} AND source = ${sqlText(source)}`
  const named = (name: string): string => `protect.retention[${JSON.stringify(name)}]`
  return [
    ...declared.flatMap(({ workspace, name: source, declaration }): RetentionRule[] => {
      const from = of(workspace, source)
      const isFrom = (event: KeptEvent): boolean => event.workspace === workspace && event.source === source
      const ofTypes = (['page', 'screen'] as const).flatMap((type): RetentionRule[] => {
        const days = declaration[type]?.retentionDays
        if (days === undefined) return []
        const name = `source ${source}, ${type}`
        return [
          {
            days,
            name,
            holdsFor: (event) => isFrom(event) && event.type === type,
            sql: `${from} AND type = '${type}'`,
          },
        ]
      })
      const ofEvents = Object.entries(declaration.events).flatMap(
        ([event, { retentionDays: days }]): RetentionRule[] => {
          if (days === undefined) return []
          const key = comparableName(event)
          return [
            {
              days,
              name: `source ${source}, ${event}`,
              holdsFor: (one) => isFrom(one) && one.type === 'track' && comparableName(one.event ?? '') === key,
              sql: `${from} AND type = 'track' AND ${comparableSql('event')} = ${sqlText(key)}`,
            },
          ]
        },
      )
      return [...ofEvents, ...ofTypes]
    }),
    ...configured.map(([name, days]) => ({
      days,
      name: named(name),
      holdsFor: ({ type, event }: KeptEvent) => (event ?? type) === name,
      sql: `coalesce(event, type) = ${sqlText(name)}`,
    })),
    ...configured.map(([name, days]) => ({
      days,
      name: named(name),
      holdsFor: ({ type }: KeptEvent) => type === name,
      sql: `type = ${sqlText(name)}`,
    })),
    ...declared.flatMap(({ workspace, name: source, declaration: { retentionDays: days } }): RetentionRule[] =>
      days === undefined
        ? []
        : [
            {
              days,
              name: `source ${source}`,
              holdsFor: (event) => event.workspace === workspace && event.source === source,
              sql: of(workspace, source),
            },
          ],
    ),
    ...(retention['*'] === undefined
      ? []
      : [{ days: retention['*'], name: named('*'), holdsFor: () => true, sql: 'true' }]),
  ]
}

/** The rule that counts for an event; undefined where it stays. */
export const ruleFor = (rules: readonly RetentionRule[], event: KeptEvent): RetentionRule | undefined =>
  rules.find(({ holdsFor }) => holdsFor(event))

/** What is over, as a condition on the columns of `events`; undefined where nothing ever is. */
export function expiredSql(rules: readonly RetentionRule[], now: number): string | undefined {
  if (rules.length === 0) return undefined
  const days = `CASE ${rules.map((rule) => `WHEN ${rule.sql} THEN ${rule.days}`).join(' ')} END`
  const shortest = Math.min(...rules.map((rule) => rule.days))
  // The first comparison lets whole groups of rows be skipped.
  return `ts < make_timestamp(${Math.floor(now - shortest * dayMs)}::BIGINT * 1000) AND epoch_ms(ts) < ${now} - (${days}) * ${dayMs}::DOUBLE`
}

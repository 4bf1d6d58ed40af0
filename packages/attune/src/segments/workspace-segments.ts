import type { ReadonlyNames, WorkspaceActivity } from '../activity/activity-index.ts'
import type { Item } from '../api/schemas/items.ts'
import { attuneError } from '../errors.ts'
import type { Scores } from './create-scores.ts'
import { createActivitySummary } from './evaluate/activity-summary.ts'
import { computedValue } from './evaluate/computed-value.ts'
import { openContext } from './evaluate/open-context.ts'
import type { RuleSources } from './evaluate/rule-sources.ts'
import { createMemberships, type MembershipOptions } from './membership/create-memberships.ts'
import type { Memberships } from './membership/memberships.ts'
import { checkRule, type RuleSurroundings } from './rules/check-rule.ts'
import type { ComputedTrait } from './rules/computed-trait.ts'
import { type References, referencesOf } from './rules/references-of.ts'
import type { Rule } from './rules/rule.ts'
import type { SegmentRow } from './segment-rows.ts'
import type { Segment, Vocabulary } from './segments.ts'

/** Names told to whoever writes a rule, of each sort. */
const mostNames = 500

/** The segments of one workspace in memory: their rows, their members, and what their rules read. */
export interface WorkspaceSegments {
  readonly rows: Map<string, SegmentRow>
  readonly computed: Map<string, ComputedTrait>
  readonly scores: Scores
  readonly memberships: Memberships
  readonly sources: RuleSources
  readonly around: RuleSurroundings
  view(row: SegmentRow): Segment | undefined
  /** Segments whose rules name something, and computed traits are looked at too. */
  usersOf(kind: 'segments' | 'computed', name: string): readonly string[]
  computedOf(slot: number): Readonly<Record<string, string | number>>
  vocabulary(): Vocabulary
}

export function openWorkspaceSegments(options: {
  readonly rows: readonly SegmentRow[]
  readonly computedTraits: readonly ComputedTrait[]
  readonly scores: Scores
  readonly activity: WorkspaceActivity
  readonly sources: Pick<RuleSources, 'facts' | 'localTime' | 'weightOf' | 'rhythm'>
  readonly membership: Omit<MembershipOptions, 'sources'>
  /** All that can be offered, whether anybody did something with it or not. */
  readonly catalogue: () => Iterable<Pick<Item, 'categories' | 'brand'>>
}): WorkspaceSegments {
  const { activity, scores } = options
  const rows = new Map(options.rows.map((row) => [row.id, row]))
  const computed = new Map(options.computedTraits.map((trait) => [trait.name, trait]))
  const ruleOf = (id: string): Rule | undefined => rows.get(id)?.definition?.rule
  const sources: RuleSources = {
    ...options.sources,
    activity,
    summary: createActivitySummary(activity, options.sources.facts),
    computedTrait: (name) => computed.get(name),
    scores: (name) => scores.column(name),
    segmentRule: ruleOf,
  }
  const memberships = createMemberships({ ...options.membership, sources })
  const around: RuleSurroundings = {
    activity,
    facts: sources.facts,
    segmentRule: ruleOf,
    hasComputedTrait: (name) => computed.has(name),
    hasScore: (name) => scores.list().some((score) => score.name === name),
  }
  for (const { id, definition } of rows.values()) if (definition) memberships.put(id, definition.rule)

  return {
    rows,
    computed,
    scores,
    memberships,
    sources,
    around,
    view({ id, definition, createdAt, updatedAt }) {
      if (definition === null) return undefined
      return {
        id,
        ...definition,
        createdAt,
        updatedAt,
        members: memberships.count(id),
        base: memberships.base(),
        warnings: warningsOf(definition.rule, id, around),
      }
    },
    usersOf(kind, name) {
      const uses = (rule: Rule): boolean => (referencesOf(rule)[kind] satisfies References['segments']).has(name)
      return [...rows.values()]
        .filter(({ definition }) => definition !== null && uses(definition.rule))
        .map(({ id }) => id)
    },
    computedOf(slot) {
      const context = openContext(sources, 0)
      const values: Record<string, string | number> = {}
      const read = [...computed.values()].map((trait) => [trait.name, computedValue(trait, context)] as const)
      memberships.advance()
      context.moment.now = Math.floor(options.membership.clock())
      for (const refresh of context.refreshers) refresh()
      for (const [name, valueFor] of read) {
        const value = valueFor(slot)
        if (value !== undefined) values[name] = value
      }
      return values
    },
    vocabulary() {
      const [categories, brands] = [new Set<string>(), new Set<string>()]
      for (const item of options.catalogue()) {
        for (const category of item.categories) if (categories.size < mostNames) categories.add(category)
        if (item.brand !== null && brands.size < mostNames) brands.add(item.brand)
      }
      const named = (names: ReadonlyNames): string[] =>
        Array.from({ length: Math.min(names.size, mostNames) }, (_, at) => names.nameOf(at)).filter(
          (name) => name !== '' && name !== '…',
        )
      return {
        kinds: named(activity.kinds),
        events: named(activity.events),
        traits: named(activity.traits),
        categories: [...categories].sort(),
        brands: [...brands].sort(),
        devices: named(activity.devices),
        channels: named(activity.channels),
        computedTraits: [...computed.keys()],
        scores: scores.list().map(({ name }) => name),
        segments: [...rows.values()].filter(({ definition }) => definition !== null).map(({ id }) => id),
      }
    },
  }
}

/** What a saved rule reads may have gone since: that is no reason not to show it. */
function warningsOf(rule: Rule, id: string, around: RuleSurroundings): Segment['warnings'] {
  try {
    return checkRule(rule, id, around)
  } catch {
    return []
  }
}

export const unknownSegment = () =>
  attuneError(
    'unknown-segment',
    'There is no segment of that name. “attune segment list” and GET /v1/segments show all.',
    {
      status: 404,
    },
  )

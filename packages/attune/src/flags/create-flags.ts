import { type FlagInput, flagInputSchema } from '../api/schemas/flags.ts'
import type { Clock } from '../clock.ts'
import { attuneError } from '../errors.ts'
import type { Experiment } from '../experiments/experiment.ts'
import { holdoutFeature, holdoutFlag } from '../experiments/experiment-rule.ts'
import type { Experiments } from '../experiments/experiments.ts'
import { switchbackBlock } from '../experiments/switchback-block.ts'
import { appendAudit } from '../protect/append-audit.ts'
import type { StateStore } from '../store/state-store.ts'
import type { JsonObject } from './condition.ts'
import { evaluateFeature, type FeatureResult } from './evaluate-feature.ts'
import type { Features } from './feature-definition.ts'
import { featureOfFlag } from './feature-of-flag.ts'

export interface Flag extends FlagInput {
  readonly id: string
  readonly updatedAt: number
}

/** The flags of all workspaces, with the experiments and holdouts behind them. */
export interface Flags {
  list(workspace: string): readonly Flag[]
  get(workspace: string, id: string): Flag | undefined
  /** @throws AttuneError `invalid-flag`, `unknown-experiment` */
  put(workspace: string, id: string, input: FlagInput, actor: string): Promise<Flag>
  /** @throws AttuneError `unknown-flag` */
  remove(workspace: string, id: string, actor: string): Promise<void>
  /** All flags in the form that GrowthBook's SDKs read. */
  features(workspace: string): { readonly features: Features; readonly updatedAt: number }
  /** When a block of time moves the flags next, in milliseconds since the epoch; null: they stay until somebody changes them. */
  nextChangeAt(workspace: string): number | null
  /** The value of a flag for somebody. @throws AttuneError `unknown-flag` */
  evaluate(workspace: string, id: string, attributes: JsonObject): FeatureResult
  /** Called after every change of what flags say. */
  onChange(listener: (workspace: string) => void): void
}

/** Variations of an experiment for which a rule that shows it has no value. */
const missingOf = (
  rule: Extract<FlagInput['rules'][number], { experiment: string }>,
  { id, variations }: Experiment,
): readonly string[] =>
  rule.experiment === id
    ? variations.flatMap((variation) => (rule.values[variation.id] === undefined ? [variation.id] : []))
    : []

const unknownFlag = () =>
  attuneError('unknown-flag', 'There is no flag of that name. GET /v1/flags lists all.', { status: 404 })

export function createFlags({
  state,
  clock,
  experiments,
}: {
  readonly state: StateStore
  readonly clock: Clock
  readonly experiments: Experiments
}): Flags {
  const workspaces = new Map<string, Map<string, Flag>>()
  const cached = new Map<string, { readonly features: Features; readonly updatedAt: number; readonly key: string }>()
  const listeners: ((workspace: string) => void)[] = []
  const of = (workspace: string): Map<string, Flag> => {
    const known = workspaces.get(workspace)
    if (known) return known
    const rows = state.raw
      .prepare('SELECT id, definition, updated_at FROM flags WHERE workspace = ? ORDER BY id')
      .all(workspace)
    const opened = new Map(
      rows.map(({ id, definition, updated_at }): [string, Flag] => [
        String(id),
        { id: String(id), ...flagInputSchema.parse(JSON.parse(String(definition))), updatedAt: Number(updated_at) },
      ]),
    )
    workspaces.set(workspace, opened)
    return opened
  }
  const told = (workspace: string): void => {
    cached.delete(workspace)
    for (const listener of listeners) listener(workspace)
  }
  experiments.onChange(told)
  // A draft may have got other variations since its flags were saved.
  experiments.beforeStart((workspace, experiment) => {
    const lacking = [...of(workspace).values()].flatMap(({ id, rules }) =>
      rules.some((rule) => 'experiment' in rule && missingOf(rule, experiment).length > 0) ? [id] : [],
    )
    if (lacking.length > 0)
      throw attuneError(
        'flag-without-value',
        'A flag that shows it has no value for some of its variations. Give it one for every variation, then start.',
        { status: 409, details: { flags: lacking } },
      )
  })

  function features(workspace: string): { readonly features: Features; readonly updatedAt: number } {
    const now = clock()
    const all = experiments.list(workspace)
    // Blocks of time move on by themselves.
    const key = all.flatMap((experiment) => switchbackBlock(experiment, now)?.number ?? []).join(' ')
    const known = cached.get(workspace)
    if (known?.key === key) return known
    const built: Record<string, Features[string]> = {}
    for (const experiment of all)
      if (experiment.kind === 'holdout') built[holdoutFlag(experiment.id)] = holdoutFeature(experiment, now)
    for (const flag of of(workspace).values())
      built[flag.id] = featureOfFlag(flag, (id) => experiments.get(workspace, id), now)
    const updatedAt = Math.max(
      0,
      ...all.map((experiment) => experiment.updatedAt),
      ...[...of(workspace).values()].map((flag) => flag.updatedAt),
    )
    const fresh = { features: built, updatedAt, key }
    cached.set(workspace, fresh)
    return fresh
  }

  return {
    list: (workspace) => [...of(workspace).values()],
    get: (workspace, id) => of(workspace).get(id),
    features,
    nextChangeAt(workspace) {
      const now = clock()
      const ends = experiments.list(workspace).flatMap((one) => switchbackBlock(one, now)?.endsAt ?? [])
      return ends.length === 0 ? null : Math.min(...ends)
    },
    evaluate(workspace, id, attributes) {
      if (!of(workspace).has(id)) throw unknownFlag()
      return evaluateFeature(features(workspace).features, id, attributes)
    },
    onChange: (listener) => void listeners.push(listener),
    async put(workspace, id, given, actor) {
      const parsed = flagInputSchema.safeParse(given)
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        const details = { field: issue?.path.join('.') ?? '' }
        throw attuneError('invalid-flag', `${details.field}: ${issue?.message ?? 'is not valid'}`, { details })
      }
      for (const [at, rule] of parsed.data.rules.entries()) {
        if (!('experiment' in rule)) continue
        const experiment = experiments.mustGet(workspace, rule.experiment)
        const missing = missingOf(rule, experiment)
        if (missing.length > 0)
          throw attuneError('invalid-flag', 'Give the flag a value for every variation of the experiment.', {
            details: { field: `rules.${at}.values`, missing },
          })
      }
      const now = Math.floor(clock())
      const definition = JSON.stringify(parsed.data)
      state.transaction(() => {
        state.raw
          .prepare(
            `INSERT INTO flags (workspace, id, definition, updated_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (workspace, id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at`,
          )
          .run(workspace, id, definition, now)
        appendAudit(state.raw, { workspace, at: now, actor, action: 'flag.put', subject: id, details: definition })
      })
      const flag = { id, ...parsed.data, updatedAt: now }
      of(workspace).set(id, flag)
      told(workspace)
      return flag
    },
    async remove(workspace, id, actor) {
      if (!of(workspace).has(id)) throw unknownFlag()
      state.transaction(() => {
        state.raw.prepare('DELETE FROM flags WHERE workspace = ? AND id = ?').run(workspace, id)
        const at = Math.floor(clock())
        appendAudit(state.raw, { workspace, at, actor, action: 'flag.remove', subject: id, details: '{}' })
      })
      of(workspace).delete(id)
      told(workspace)
    },
  }
}

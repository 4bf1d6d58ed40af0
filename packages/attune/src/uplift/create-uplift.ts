import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, type as system } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import {
  type UpliftDetail,
  type UpliftInput,
  type UpliftList,
  type UpliftSegment,
  type UpliftSegmentInput,
  type UpliftSummary,
  type UpliftTargets,
  type UpliftTargetsInput,
  upliftReportSchema,
} from '../api/schemas/uplift.ts'
import type { Attune } from '../attune.ts'
import { AttuneError, attuneError } from '../errors.ts'
import { appendAudit } from '../protect/append-audit.ts'
import { retentionRules } from '../protect/retention-rules.ts'
import { timeRange } from '../report/time-range.ts'
import { carryOut } from '../runs/carry-out.ts'
import { failureOf } from '../runs/failure-of.ts'
import { pathIn } from '../runs/run-folder.ts'
import type { Run } from '../runs/run-ledger.ts'
import { version } from '../version.ts'
import { expectedTargets } from './expected-targets.ts'
import { type ExperimentRows, experimentRows } from './experiment-rows.ts'
import { isUpliftOver, upliftKeptDays } from './expired-uplift.ts'
import { featureColumns } from './feature-sql.ts'
import { targetsOf as targetsBy } from './judge-uplift.ts'
import { reportFile } from './report-file.ts'
import type { UpliftModel } from './uplift-model.ts'
import { readUpliftSettings, type UpliftSettings } from './uplift-settings.ts'
import { summaryOf } from './uplift-summary.ts'

/** Models of uplift that are learnt from the workspace's own experiments. */
export interface UpliftModels {
  /** Newest first. */
  list(workspace: string): UpliftList
  /**
   * Begins a training in a thread and says so; one at a time in a workspace.
   *
   * @throws AttuneError `uplift-is-training`, `too-few-people`, and those of `experimentRows`
   */
  train(workspace: string, input: UpliftInput, actor: string): Promise<UpliftSummary>
  /** @throws AttuneError `unknown-uplift`, `model-unreadable` */
  get(workspace: string, id: string): UpliftDetail
  /**
   * Whom it pays to treat at a cost and a value, among people there are now.
   *
   * @throws AttuneError `unknown-uplift`, `uplift-not-trained`, `model-unreadable`
   */
  targets(workspace: string, id: string, input: UpliftTargetsInput): Promise<UpliftTargets>
  /**
   * Keeps them as a segment: everybody's uplift becomes a score of the model's name, and the rule of the segment compares it.
   *
   * @throws AttuneError `treat-nobody`, and as `targets` and `Segments.put`
   */
  saveSegment(workspace: string, id: string, input: UpliftSegmentInput, actor: string): Promise<UpliftSegment>
  /** @throws AttuneError `unknown-uplift`, `run-is-running` */
  remove(workspace: string, id: string, actor: string): void
  /** Removes models of whose people nothing is kept any more, and what a process that was killed left of people. */
  removeOld(): void
  /** Resolves when no training of the workspace is under way. */
  settled(workspace: string): Promise<void>
  close(): Promise<void>
}

export interface UpliftModelsOptions
  extends Pick<
    Attune,
    | 'config'
    | 'clock'
    | 'state'
    | 'sources'
    | 'events'
    | 'activity'
    | 'placements'
    | 'experiments'
    | 'metrics'
    | 'consent'
    | 'runs'
    | 'segments'
  > {
  readonly log: Logger
}

/** Below so many of one arm nothing is learnt: its order would be chance. */
const fewestOfArm = 100
/** More people are drawn from. */
const mostPeople = 100_000
/** How long scores of everybody stand for what is asked about next, such as another cost. */
const freshMs = 5 * 60_000
const mostKept = 4

/** Everybody's scores by falling value; nobody's id. */
interface KeptScores {
  readonly at: number
  readonly falling: Float64Array
}

export function createUplift(options: UpliftModelsOptions): UpliftModels {
  const { clock, log, state, runs, segments } = options
  const training = new Map<string, Promise<void>>()
  const starting = new Set<string>()
  /** Of trainings that left no run behind. */
  const failed = new Map<string, UpliftSummary>()
  const kept = new Map<string, KeptScores>()
  const closing = new AbortController()

  const ofUplift = (workspace: string): readonly Run[] => runs.list(workspace).filter(({ kind }) => kind === 'uplift')

  function find(workspace: string, id: string): { readonly run: Run; readonly settings: UpliftSettings } {
    const unknown = attuneError(
      'unknown-uplift',
      'There is no such model of uplift; “attune uplift list” says which there are.',
      { status: 404 },
    )
    try {
      const run = runs.find(workspace, id)
      const settings = run.kind === 'uplift' ? readUpliftSettings(run.settings) : undefined
      if (settings) return { run, settings }
    } catch (cause) {
      if (!(cause instanceof AttuneError) || cause.code !== 'unknown-run') throw cause
    }
    throw unknown
  }

  async function model(workspace: string, id: string): Promise<UpliftModel> {
    const { run } = find(workspace, id)
    if (run.state !== 'finished' || run.model === null)
      throw attuneError('uplift-not-trained', 'This model is not trained: wait until it is, or train another one.', {
        status: 409,
      })
    const { loadUpliftModel } = await import('./uplift-model.ts')
    return loadUpliftModel(pathIn(run.folder, 'model'))
  }

  async function scored(workspace: string, of: UpliftModel, { seenWithinDays, purpose }: UpliftTargetsInput) {
    const { scorePeople } = await import('./score-people.ts')
    const now = Math.floor(clock()) + 1
    return scorePeople(options, { workspace, model: of, now, seenWithinDays, purpose, signal: closing.signal })
  }

  async function scoresOf(workspace: string, id: string, of: UpliftModel, input: UpliftTargetsInput) {
    const key = JSON.stringify([workspace, id, input.seenWithinDays, input.purpose])
    const before = kept.get(key)
    if (before && clock() - before.at < freshMs) return before.falling
    const { scores } = await scored(workspace, of, input)
    const falling = scores.sort().reverse()
    kept.delete(key)
    kept.set(key, { at: clock(), falling })
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old)
    return falling
  }

  function note(workspace: string, actor: string, action: string, subject: string, details: object): void {
    const at = Math.floor(clock())
    state.transaction(() =>
      appendAudit(state.raw, { workspace, at, actor, action, subject, details: JSON.stringify(details) }),
    )
  }

  async function begin(workspace: string, input: UpliftInput, actor: string): Promise<UpliftSummary> {
    const found = await experimentRows(options, {
      workspace,
      of: input.experiment === undefined ? { placement: input.placement ?? '' } : { experiment: input.experiment },
      treatment: input.treatment,
      control: input.control,
      range: timeRange({ from: input.from, to: input.to }, clock(), 90),
      days: input.days,
      metric: input.metric,
      most: mostPeople,
    })
    refuseTooFew(found)
    const { runtimeVersion } = await import('@attune/learn')
    const settings = settingsOf(input, found)
    const run = runs.create({
      workspace,
      kind: 'uplift',
      settings: { ...settings },
      keepSeconds: 60,
      versions: { attune: version, node: process.version, onnxRuntime: await runtimeVersion() },
      device: { kind: 'cpu', name: cpus()[0]?.model.trim() || process.arch, system: system() },
    })
    writeRows(run, found, input)
    failed.delete(workspace)
    note(workspace, actor, 'uplift.trained', run.id, {
      ...(settings.experiment === null ? { placement: settings.placement } : { experiment: settings.experiment }),
      people: found.rows.length,
    })
    const work = carryOut(run, { onProgress: () => {}, signal: closing.signal })
      .then(
        () => {},
        (error: unknown) => {
          if (closing.signal.aborted) return
          const { code, message } = failureOf(error)
          failed.set(workspace, { ...summaryOf(run, settings), state: 'failed', failure: { code, message } })
          // What the people or the settings lack is told where the training was asked for.
          if (error instanceof AttuneError && error.status < 500)
            log.info({ run: run.id, code }, 'a model of uplift could not be trained')
          else log.error({ err: error, run: run.id }, 'a model of uplift could not be trained')
        },
      )
      .finally(() => {
        removeRows(run)
        training.delete(workspace)
      })
    training.set(workspace, work)
    return { ...summaryOf(run, settings), state: 'running' }
  }

  async function targetsOf(workspace: string, id: string, input: UpliftTargetsInput): Promise<UpliftTargets> {
    const of = await model(workspace, id)
    const { value, cost, costOfOutcome } = input
    const targets = targetsBy(of.judged, { value, cost, costOfOutcome })
    return expectedTargets(targets, await scoresOf(workspace, id, of, input))
  }

  return {
    list(workspace) {
      const models = ofUplift(workspace).flatMap((run) => {
        const settings = readUpliftSettings(run.settings)
        return settings ? [summaryOf(run, settings)] : []
      })
      const last = failed.get(workspace)
      return { models: last && !models.some(({ id }) => id === last.id) ? [last, ...models] : models }
    },
    async train(workspace, input, actor) {
      if (training.has(workspace) || starting.has(workspace))
        throw attuneError('uplift-is-training', 'A model of uplift is being trained here: wait until it is done.', {
          status: 409,
        })
      starting.add(workspace)
      try {
        return await begin(workspace, input, actor)
      } finally {
        starting.delete(workspace)
      }
    },
    get(workspace, id) {
      const last = failed.get(workspace)
      if (last?.id === id) return { ...last, report: null }
      const { run, settings } = find(workspace, id)
      return { ...summaryOf(run, settings), report: run.state === 'finished' ? reportIn(run) : null }
    },
    targets: targetsOf,
    async saveSegment(workspace, id, { segment, title, ...input }, actor) {
      const of = await model(workspace, id)
      const { value, cost, costOfOutcome, purpose, seenWithinDays } = input
      const { threshold } = targetsBy(of.judged, { value, cost, costOfOutcome })
      if (threshold === null)
        throw attuneError('treat-nobody', 'At this cost and value it pays to treat nobody: there is nobody to keep.', {
          status: 409,
          details: { field: 'cost' },
        })
      const { personIds, scores } = await scored(workspace, of, input)
      // Of these people only: a segment for another purpose, or of people seen at other times, must not change this one.
      const score = `${id}.${purpose}.${seenWithinDays}`
      const { stored } = segments.scores.put(
        workspace,
        score,
        personIds.map((personId, at) => ({ personId, value: scores[at] as number })),
        { replace: true },
      )
      const rule = { type: 'score', name: score, op: '>=', number: threshold } as const
      const { members } = await segments.put(workspace, segment, { title, rule }, actor)
      note(workspace, actor, 'uplift.segment', id, { segment, threshold, members })
      return { segment, score, threshold, members, scored: stored }
    },
    remove(workspace, id, actor) {
      if (failed.get(workspace)?.id === id) {
        failed.delete(workspace)
        return
      }
      const { run } = find(workspace, id)
      runs.remove(workspace, run.id)
      note(workspace, actor, 'uplift.removed', id, {})
    },
    removeOld() {
      const keptDays = upliftKeptDays(retentionRules(options.config, options.sources))
      for (const run of runs.all()) {
        const settings = run.kind === 'uplift' && run.state !== 'running' ? readUpliftSettings(run.settings) : undefined
        if (!settings) continue
        removeRows(run)
        if (!isUpliftOver(settings.to, keptDays, clock())) continue
        runs.remove(run.workspace, run.id)
        note(run.workspace, 'system', 'uplift.removed', run.id, { keptDays })
      }
    },
    settled: async (workspace) => training.get(workspace),
    async close() {
      closing.abort()
      await Promise.all(training.values())
    },
  }
}

/** @throws AttuneError `too-few-people` */
function refuseTooFew({ rows, treatment, control }: ExperimentRows): void {
  const treated = rows.reduce((sum, row) => sum + row.treated, 0)
  const counts = { treated, control: rows.length - treated }
  if (Math.min(counts.treated, counts.control) >= fewestOfArm) return
  throw attuneError(
    'too-few-people',
    `Uplift is learnt where at least ${fewestOfArm} people of each arm saw it long enough ago and allow training; here there are ${counts.treated} of “${treatment}” and ${counts.control} of “${control}”. Wait, or choose fewer days.`,
    { status: 409, details: { field: 'days', ...counts } },
  )
}

function settingsOf(input: UpliftInput, found: ExperimentRows): UpliftSettings {
  const { experiment = null, placement = null, metric = null, days, method, base, seed } = input
  const { treatment, control, from, to, currency, people } = found
  return {
    experiment,
    placement,
    treatment,
    control,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    days,
    outcome: metric === null ? input.outcome : 'metric',
    metric,
    currency,
    method,
    base,
    people,
    seed,
  }
}

/** What the run learns from, without who they are. */
function writeRows(run: Run, { rows }: ExperimentRows, { outcome, metric }: UpliftInput): void {
  const lines = rows.map((row) => {
    const features = Object.fromEntries(featureColumns.map((column) => [column, row[column]]))
    const came = metric === undefined ? row[outcome] : (row.metric ?? 0)
    return `${JSON.stringify({ treated: row.treated, outcome: came, ...features })}\n`
  })
  writeFileSync(pathIn(run.folder, 'rows'), lines.join(''), { mode: 0o600 })
}

const removeRows = (run: Run): void => rmSync(pathIn(run.folder, 'rows'), { force: true })

function reportIn(run: Run) {
  const unreadable = (cause: unknown) =>
    attuneError('model-unreadable', 'The report of this model cannot be read: train it again.', { status: 409, cause })
  try {
    return upliftReportSchema.parse(JSON.parse(readFileSync(join(pathIn(run.folder, 'model'), reportFile), 'utf8')))
  } catch (cause) {
    throw unreadable(cause)
  }
}

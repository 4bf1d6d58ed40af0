import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exactnessOf, recommenderKinds, trainingNeeds } from '@attune/recommend'
import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import type { ModelVersion, Note } from '../api/schemas/models.ts'
import type { Clock } from '../clock.ts'
import type { Identity } from '../collect/identity.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Config } from '../config/schema.ts'
import { builtInPolicies } from '../decide/built-in-policies.ts'
import { readPlacements } from '../decide/placements-table.ts'
import type { Embeddings } from '../embeddings/embeddings.ts'
import { AttuneError, attuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import { digestKey } from '../protect/rights/subject-digest.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Announcer } from '../webhooks/webhooks.ts'
import { checkTrainRequest } from './check-train-request.ts'
import { gateMetric } from './compare-versions.ts'
import { createUnlearning } from './create-unlearning.ts'
import { countInteractions } from './export-training-data.ts'
import { extended, followCatalogues } from './extend-live-models.ts'
import { forgetInFolder, forgottenFolder } from './forget-in-folder.ts'
import { exactnessOfVersion } from './forget-in-version.ts'
import { inTurns } from './in-turns.ts'
import { gate, judgeVersion } from './judge-version.ts'
import { listModels, type Progress, versionOf } from './list-models.ts'
import { type LoadedModel, readModelFolder, removeLearnt } from './model-folder.ts'
import type { LiveModel, ModelRegistry, TrainOptions } from './model-registry.ts'
import { type ChangeAction, createModelTable, type ModelRow } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { cleanUpTrainings, folderOf, openLiveModels } from './open-live-models.ts'
import { refuseRemoved, removeOldVersions } from './remove-old-versions.ts'
import { runInThread } from './run-in-thread.ts'
import { scheduleTraining } from './schedule-training.ts'
import type { TrainingOrder, TrainingResult } from './train-worker.ts'
import { removeTrainingFiles, writeTrainingFiles } from './training-files.ts'

/** Persons asked when a version is measured. */
const personsMeasured = 5_000

const mayReadTexts = ({ kind }: ModelRow): boolean => recommenderKinds[kind]?.readsTexts !== undefined

/** Models on disk and in the state store, the live ones in memory. Loads them and cleans up after a crash before it resolves. */
export async function createModelRegistry(options: {
  readonly config: Config
  readonly state: StateStore
  readonly events: EventStore
  readonly identity: Identity
  readonly items: Pick<ItemCatalogue, 'all' | 'revision'>
  /** Vectors of what is written about items. */
  readonly embeddings?: Pick<Embeddings, 'vectorOf' | 'encoderOf' | 'isMaking'> | undefined
  readonly consent: Pick<Consent, 'exceptions'>
  /** For the digests of persons. */
  readonly vault: Pick<Vault, 'secret'>
  readonly clock: Clock
  readonly webhooks?: Announcer | undefined
  readonly log: Logger
}): Promise<ModelRegistry> {
  const { config, state, events, items, embeddings, consent, vault, clock, webhooks, log } = options
  const root = join(config.dataDir, 'models')
  const table = createModelTable(state)
  const serving = new Map<string, LiveModel>()
  const progress = new Map<string, Progress>()
  const running = new Set<Promise<unknown>>()
  const stop = new AbortController()
  let queue: Promise<unknown> = Promise.resolve()
  /** Trainings under way, by `progressKey`, with the digests of people who were erased since they began. */
  const underWay = new Map<
    string,
    { readonly kind: string; readonly parameters: ModelVersion['parameters']; readonly gone: Set<string> }
  >()
  /** Whatever changes which version of a name is live, one after the other. */
  const turn = inTurns()

  const vectorOf =
    (workspace: string) =>
    (item: Item): Float32Array | undefined =>
      embeddings?.vectorOf(workspace, item)
  const keyOf = (workspace: string, name: string): string => `${workspace}\n${name}`
  const progressKey = (workspace: string, name: string, version: number): string =>
    `${keyOf(workspace, name)}\n${version}`
  /** One assignment: a request has either the old model or the new one, and keeps what it has. */
  const serve = (workspace: string, { name, kind, version, recommender, itemIds, encoder }: LoadedModel): void => {
    const indexOf = new Map(itemIds.map((id, index) => [id, index] as const))
    serving.set(keyOf(workspace, name), { name, kind, version, recommender, itemIds, encoder, indexOf })
  }
  const versionNow = (workspace: string, row: ModelRow): ModelVersion =>
    versionOf(row, table.pointer(workspace, row.name), progress.get(progressKey(workspace, row.name, row.version)))
  const record = (
    workspace: string,
    { name, version }: Pick<ModelRow, 'name' | 'version'>,
    action: ChangeAction,
    actor: string,
    note: Note | null,
  ): void => table.record(workspace, { at: clock(), actor, action, name, version, note })

  cleanUpTrainings({ root, state, table, clock, log })
  await openLiveModels({ root, state, table, clock, log, use: serve })

  /**
   * Loads first, then moves the pointer, then swaps: a version that cannot be read never becomes live. What `finish`
   * writes down is written with the pointer, so that nobody sees a version that is done and not yet live.
   */
  async function goLive(
    workspace: string,
    row: ModelRow,
    change: { action: 'promoted' | 'rolled-back'; actor: string; note: Note | null; previous: 'the live one' | 'none' },
    finish: () => void = () => {},
  ): Promise<void> {
    const model = await readModelFolder(folderOf(root, workspace, row.name, row.version))
    state.transaction(() => {
      finish()
      const pointer = table.pointer(workspace, row.name)
      const previous =
        change.previous === 'none' ? null : pointer?.live === row.version ? pointer.previous : pointer?.live
      table.point({ workspace, name: row.name, live: row.version, previous: previous ?? null }, clock())
      record(workspace, row, change.action, change.actor, change.note)
      const { name, version, kind } = row
      webhooks?.announce(workspace, {
        type: 'model.promoted',
        data: { model: name, version, kind, because: change.action },
      })
    })
    serve(workspace, model)
  }

  /** What fails here is tried again after the next training; it says nothing about the version that was just made. */
  function tidyUp(workspace: string, name: string): void {
    try {
      removeOldVersions({ root, table, workspace, name })
    } catch (error) {
      log.warn({ err: error, workspace, model: name }, 'the files of old versions could not be removed')
    }
  }

  async function runOne(options: TrainOptions, row: ModelRow): Promise<ModelVersion> {
    const { workspace, name, promote = true, actor, onProgress, signal } = options
    const { version, kind } = row
    const folder = folderOf(root, workspace, name, version)
    const live = table.pointer(workspace, name)?.live
    const liveRow = live === undefined ? undefined : table.row(workspace, name, live)
    const needs = trainingNeeds(kind, row.manifest.parameters)
    const key = progressKey(workspace, name, version)
    const report = (news: Progress): void => {
      progress.set(key, news)
      onProgress?.(news)
    }
    const gone = new Set<string>()
    let rowsSeen = 0
    let finished: ModelRow
    try {
      underWay.set(key, { kind, parameters: row.manifest.parameters, gone })
      report({ done: 0, total: 1, stage: 'collect' })
      mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
      rowsSeen = await countInteractions(events, workspace, needs.values)
      const encoder = embeddings?.encoderOf(workspace)
      const files = await writeTrainingFiles({
        events,
        items: items.all(workspace),
        vectorOf: vectorOf(workspace),
        workspace,
        weights: config.weights,
        consent: consent.exceptions(workspace, 'training'),
        kind,
        needs,
        alsoTexts: liveRow !== undefined && mayReadTexts(liveRow),
        path: folder,
      })
      const order: TrainingOrder = {
        ...files,
        encoder: files.textsFile === undefined ? undefined : encoder,
        workspace,
        folder,
        name,
        version,
        kind,
        parameters: row.manifest.parameters,
        now: clock(),
        liveFolder: live === undefined ? undefined : folderOf(root, workspace, name, live),
        maxPersons: personsMeasured,
        seed: 1,
        digestKey: digestKey(vault),
      }
      const ends = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
      const result = await runInThread<TrainingResult>('train-worker', order, report, ends)
      const { parameters, metrics, comparison, seconds } = result
      const metric = gateMetric(kind)
      const verdict = judgeVersion({
        wanted: promote,
        liveVersion: live,
        measured: metrics?.[metric] && { metric, value: metrics[metric].value },
        comparison,
        promoteAtLeast: config.recommend.promoteAtLeast,
      })
      const status = promote && !verdict.promote ? 'held' : 'trained'
      const change = { action: 'promoted', actor: gate, note: verdict.note, previous: 'the live one' } as const
      finished = await turn(keyOf(workspace, name), async () => {
        // Nobody may come back by a training that had read of them before they were erased.
        const data = (await forgetInFolder({ ...order, subjects: [...gone] }, ends)) ?? result.data
        const manifest = { parameters, data, metrics, seconds, note: verdict.note, rowsSeen }
        const done: ModelRow = { ...row, status, manifest, error: null, finishedAt: clock() }
        const finish = (): void => {
          table.finish(workspace, done)
          record(workspace, row, 'trained', actor, null)
          if (status === 'held') record(workspace, row, 'held', gate, verdict.note)
        }
        if (verdict.promote) await goLive(workspace, row, change, finish)
        else state.transaction(finish)
        return done
      })
    } catch (error) {
      const note = noteTexts.failed(error)
      // Closing: the next start finds the unfinished row and says so.
      if (!stop.signal.aborted) {
        const manifest = { ...row.manifest, note, rowsSeen }
        state.transaction(() => {
          table.finish(workspace, { ...row, status: 'failed', manifest, error: note.en, finishedAt: clock() })
          record(workspace, row, 'failed', actor, note)
          const code = error instanceof AttuneError ? error.code : 'training-failed'
          webhooks?.announce(workspace, {
            type: 'model.trainingFailed',
            data: { model: name, version, kind, error: code },
          })
        })
        for (const leftover of [folder, `${folder}.tmp`, forgottenFolder(folder), `${forgottenFolder(folder)}.tmp`])
          rmSync(leftover, { recursive: true, force: true })
      }
      throw error
    } finally {
      underWay.delete(key)
      progress.delete(key)
      removeTrainingFiles(folder)
    }
    // Whatever fails from here on must not take the new version away: it may be live already.
    const trained = versionNow(workspace, finished)
    log.info({ workspace, model: name, version, status: trained.status, promoted: trained.live }, 'trained')
    tidyUp(workspace, name)
    return trained
  }

  const train: ModelRegistry['train'] = async (options) => {
    if (stop.signal.aborted) throw attuneError('closed', 'The server is stopping.', { status: 503 })
    const { workspace, name } = options
    const versions = table.rows(workspace).filter((row) => row.name === name)
    const kind = checkTrainRequest(options, versions[0]?.kind)
    const busy = versions.find((row) => row.status === 'training')
    if (busy)
      throw attuneError('training-running', `Version ${busy.version} is being trained; wait until it is done.`, {
        status: 409,
        details: { version: busy.version },
      })
    return begin(options, kind)
  }

  /** Puts a training into the queue. */
  function begin(options: TrainOptions, kind: string): { version: number; done: Promise<ModelVersion> } {
    const { workspace, name, parameters = {} } = options
    const manifest = { parameters, data: null, metrics: null, seconds: null, note: null, rowsSeen: 0 }
    const createdAt = clock()
    const version = table.begin(workspace, { name, kind, manifest, createdAt })
    const row: ModelRow = {
      name,
      version,
      kind,
      status: 'training',
      manifest,
      error: null,
      createdAt,
      finishedAt: null,
    }
    // One at a time: a training takes a core and memory of its own.
    const done = queue.then(() => runOne(options, row))
    const settled = done.catch(() => {})
    queue = settled
    running.add(settled)
    void settled.then(() => running.delete(settled))
    return { version, done }
  }

  const namesInUse = (workspace: string): string[] => [
    ...new Set(
      [...readPlacements(state, workspace).values()]
        .flatMap(({ split }) => split.map(({ model }) => model))
        .filter((name) => !builtInPolicies.includes(name)),
    ),
  ]
  const unschedule = scheduleTraining({
    everyHours: config.recommend.trainEveryHours,
    clock,
    table,
    workspaces: () => [...new Set([config.workspace, ...table.workspaces()])],
    namesInUse,
    countInteractions: (workspace, kind) =>
      countInteractions(events, workspace, recommenderKinds[kind]?.learnsFrom ?? 'interactions'),
    train: async (workspace, name) => (await train({ workspace, name, actor: 'schedule' })).done,
    log,
  })

  const unfollow = followCatalogues({
    everyMs: 1_000 * config.recommend.newItemsEverySeconds,
    log,
    extend() {
      for (const [key, live] of serving) {
        const [workspace = ''] = key.split('\n', 1)
        const wider = extended(live, items.all(workspace), {
          vectorOf: vectorOf(workspace),
          encoder: embeddings?.encoderOf(workspace),
          isMaking: (item) => embeddings?.isMaking(workspace, item) ?? false,
        })
        // Another version may have gone live meanwhile in another turn; in this one nothing can.
        if (wider) serving.set(key, wider)
      }
    },
  })

  const { forget, unlearn } = createUnlearning({
    root,
    table,
    state,
    clock,
    log,
    itemsOf: (workspace) => items.all(workspace),
    vectorOf,
    encoderOf: (workspace) => embeddings?.encoderOf(workspace),
    turn: (workspace, name, work) => turn(keyOf(workspace, name), work),
    tell(workspace, name, subjects) {
      const told = [...underWay].filter(([key]) => key.startsWith(`${keyOf(workspace, name)}\n`))
      for (const [, { gone }] of told) for (const subject of subjects) gone.add(subject)
      return told.every(([, { kind, parameters }]) => exactnessOf(kind, parameters) === 'exact')
    },
    train: (options, kind) => begin({ ...options, promote: false, actor: 'erasure' }, kind).done,
    goLive: (workspace, row, note, finish) =>
      goLive(workspace, row, { action: 'promoted', actor: 'erasure', note, previous: 'none' }, finish),
    takeDown(workspace, name) {
      table.unpoint(workspace, name)
      serving.delete(keyOf(workspace, name))
    },
    signal: stop.signal,
  })

  return {
    names: (workspace) => [...new Set(table.rows(workspace).map(({ name }) => name))],
    exactness(workspace, name) {
      const pointer = table.pointer(workspace, name)
      const row = pointer && table.row(workspace, name, pointer.live)
      return row && exactnessOfVersion(root, workspace, row)
    },
    forget,
    unlearn,
    dropLearnt() {
      for (const workspace of new Set([config.workspace, ...table.workspaces()]))
        for (const { name, version } of table.rows(workspace)) removeLearnt(folderOf(root, workspace, name, version))
    },
    live: (workspace, name) => serving.get(keyOf(workspace, name)),
    train,
    promote: (workspace, name, version, actor) =>
      turn(keyOf(workspace, name), async () => {
        const row = table.row(workspace, name, version)
        if (!row)
          throw attuneError('unknown-model-version', `There is no version ${version} of this model.`, { status: 404 })
        if (row.status !== 'trained' && row.status !== 'held')
          throw attuneError(
            'version-not-trained',
            `Version ${version} is ${row.status}; only a trained one can go live.`,
            {
              status: 409,
            },
          )
        refuseRemoved(root, workspace, row)
        const note = row.status === 'held' ? noteTexts.byHandThoughHeld(row.manifest.note) : noteTexts.byHand()
        await goLive(workspace, row, { action: 'promoted', actor, note, previous: 'the live one' })
        const trained: ModelRow = { ...row, status: 'trained' }
        table.finish(workspace, trained)
        return versionNow(workspace, trained)
      }),
    rollback: (workspace, name, actor) =>
      turn(keyOf(workspace, name), async () => {
        const pointer = table.pointer(workspace, name)
        const row = pointer?.previous == null ? undefined : table.row(workspace, name, pointer.previous)
        if (!table.rows(workspace).some((version) => version.name === name))
          throw attuneError('unknown-model', 'There is no model of that name.', {
            status: 404,
            details: { field: 'name' },
          })
        if (!pointer || !row)
          throw attuneError(
            'no-previous-version',
            'No version was live before this one, so there is nothing to go back to.',
            {
              status: 409,
            },
          )
        refuseRemoved(root, workspace, row)
        const note = noteTexts.backFrom(pointer.live)
        await goLive(workspace, row, { action: 'rolled-back', actor, note, previous: 'none' })
        return versionNow(workspace, row)
      }),
    list: async (workspace) =>
      listModels({
        workspace,
        table,
        placements: [...readPlacements(state, workspace).values()],
        builtIn: builtInPolicies,
        progressOf: (name, version) => progress.get(progressKey(workspace, name, version)),
      }),
    async close() {
      unschedule()
      unfollow()
      stop.abort()
      await Promise.all(running)
    },
  }
}

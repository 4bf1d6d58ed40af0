import { join } from 'node:path'
import { recommenderKinds } from '@attune/recommend'
import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Clock } from '../clock.ts'
import type { Identity } from '../collect/identity.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Config } from '../config/schema.ts'
import { builtInPolicies } from '../decide/built-in-policies.ts'
import { readPlacements } from '../decide/placements-table.ts'
import type { Embeddings } from '../embeddings/embeddings.ts'
import { attuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Announcer } from '../webhooks/webhooks.ts'
import { checkTrainRequest } from './check-train-request.ts'
import { createLiveModels } from './create-live-models.ts'
import { createTrainer, type Trainer } from './create-trainer.ts'
import { createUnlearning } from './create-unlearning.ts'
import { countInteractions } from './export-training-data.ts'
import { followCatalogues } from './extend-live-models.ts'
import { exactnessOfVersion } from './forget-in-version.ts'
import { inTurns } from './in-turns.ts'
import { listModels, versionOf } from './list-models.ts'
import { removeLearnt } from './model-folder.ts'
import type { ModelRegistry } from './model-registry.ts'
import { createModelTable, type ModelRow } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { cleanUpTrainings, folderOf, openLiveModels } from './open-live-models.ts'
import { refuseRemoved, removeOldVersions } from './remove-old-versions.ts'
import { scheduleTraining } from './schedule-training.ts'

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
  const { config, state, events, items, embeddings, clock, log } = options
  const root = join(config.dataDir, 'models')
  const table = createModelTable(state)
  const stop = new AbortController()
  const models = createLiveModels({ ...options, root, table })
  const inTurn = inTurns()
  /** Whatever changes which version of a name is live, one after the other. */
  const turn = <Result>(workspace: string, name: string, work: () => Promise<Result>): Promise<Result> =>
    inTurn(`${workspace}\n${name}`, work)

  const vectorOf =
    (workspace: string) =>
    (item: Item): Float32Array | undefined =>
      embeddings?.vectorOf(workspace, item)
  const versionNow = (workspace: string, row: ModelRow): ModelVersion =>
    versionOf(row, table.pointer(workspace, row.name), trainer.progressOf(workspace, row.name, row.version))

  cleanUpTrainings({ root, state, table, clock, log })
  await openLiveModels({ root, state, table, clock, log, use: models.use })

  /** What fails here is tried again after the next training; it says nothing about the version that was just made. */
  function tidyUp(workspace: string, name: string): void {
    try {
      removeOldVersions({ root, table, workspace, name })
    } catch (error) {
      log.warn({ err: error, workspace, model: name }, 'the files of old versions could not be removed')
    }
  }

  const trainer: Trainer = createTrainer({
    ...options,
    root,
    table,
    models,
    vectorOf,
    turn,
    versionNow,
    tidyUp,
    stopped: stop.signal,
  })

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
    return trainer.begin(options, kind)
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
    extend: models.extend,
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
    turn,
    tell: trainer.tell,
    train: (options, kind) => trainer.begin({ ...options, promote: false, actor: 'erasure' }, kind).done,
    goLive: (workspace, row, note, finish) =>
      models.goLive(workspace, row, { action: 'promoted', actor: 'erasure', note, previous: 'none' }, finish),
    takeDown: models.takeDown,
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
    live: models.find,
    train,
    promote: (workspace, name, version, actor) =>
      turn(workspace, name, async () => {
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
        await models.goLive(workspace, row, { action: 'promoted', actor, note, previous: 'the live one' })
        const trained: ModelRow = { ...row, status: 'trained' }
        table.finish(workspace, trained)
        return versionNow(workspace, trained)
      }),
    rollback: (workspace, name, actor) =>
      turn(workspace, name, async () => {
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
        await models.goLive(workspace, row, { action: 'rolled-back', actor, note, previous: 'none' })
        return versionNow(workspace, row)
      }),
    list: async (workspace) =>
      listModels({
        workspace,
        table,
        placements: [...readPlacements(state, workspace).values()],
        builtIn: builtInPolicies,
        progressOf: (name, version) => trainer.progressOf(workspace, name, version),
      }),
    async close() {
      unschedule()
      unfollow()
      stop.abort()
      await trainer.settled()
    },
  }
}

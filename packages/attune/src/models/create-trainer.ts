import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { exactnessOf, recommenderKinds, trainingNeeds } from '@attune/recommend'
import type { Logger } from 'pino'
import type { Item } from '../api/schemas/items.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Clock } from '../clock.ts'
import type { ItemCatalogue } from '../collect/item-catalogue.ts'
import type { Config } from '../config/schema.ts'
import type { Embeddings } from '../embeddings/embeddings.ts'
import { AttuneError } from '../errors.ts'
import type { Consent } from '../protect/consent/consent.ts'
import { digestKey } from '../protect/rights/subject-digest.ts'
import type { Vault } from '../protect/vault/vault.ts'
import type { EventStore } from '../store/event-store-types.ts'
import type { StateStore } from '../store/state-store.ts'
import type { Announcer } from '../webhooks/webhooks.ts'
import { gateMetric } from './compare-versions.ts'
import type { LiveModels } from './create-live-models.ts'
import { countInteractions } from './export-training-data.ts'
import { forgetInFolder, forgottenFolder } from './forget-in-folder.ts'
import { gate, judgeVersion } from './judge-version.ts'
import type { Progress } from './list-models.ts'
import type { TrainOptions } from './model-registry.ts'
import type { ModelRow, ModelTable } from './model-table.ts'
import { noteTexts } from './note-texts.ts'
import { folderOf } from './open-live-models.ts'
import { runInThread } from './run-in-thread.ts'
import type { TrainingOrder, TrainingResult } from './train-worker.ts'
import { removeTrainingFiles, writeTrainingFiles } from './training-files.ts'

/** Persons asked when a version is measured. */
const personsMeasured = 5_000

const mayReadTexts = ({ kind }: ModelRow): boolean => recommenderKinds[kind]?.readsTexts !== undefined

export interface TrainerParts {
  readonly config: Config
  readonly state: StateStore
  readonly events: EventStore
  readonly items: Pick<ItemCatalogue, 'all'>
  readonly embeddings?: Pick<Embeddings, 'encoderOf'> | undefined
  readonly vectorOf: (workspace: string) => (item: Item) => Float32Array | undefined
  readonly consent: Pick<Consent, 'exceptions'>
  readonly vault: Pick<Vault, 'secret'>
  readonly clock: Clock
  readonly webhooks?: Announcer | undefined
  readonly log: Logger
  readonly root: string
  readonly table: ModelTable
  readonly models: Pick<LiveModels, 'goLive'>
  /** Whatever changes which version of a name is live, one after the other. */
  readonly turn: <Result>(workspace: string, name: string, work: () => Promise<Result>) => Promise<Result>
  /** A version as it is told. */
  readonly versionNow: (workspace: string, row: ModelRow) => ModelVersion
  /** After a version is done, whatever became of it. */
  readonly tidyUp: (workspace: string, name: string) => void
  readonly stopped: AbortSignal
}

/** Trainings, one at a time: each makes a version, has it judged, and lets it go live or not. */
export interface Trainer {
  /** Puts a training into the queue. */
  begin(options: TrainOptions, kind: string): { version: number; done: Promise<ModelVersion> }
  progressOf(workspace: string, name: string, version: number): Progress | undefined
  /**
   * Tells trainings of a model under way who was erased since they began.
   *
   * @returns whether each of them can forget these people before it is live
   */
  tell(workspace: string, name: string, subjects: readonly string[]): boolean
  settled(): Promise<void>
}

export function createTrainer(parts: TrainerParts): Trainer {
  const { config, state, events, items, embeddings, vectorOf, consent, vault, clock, webhooks, log } = parts
  const { root, table, models, turn, versionNow, tidyUp, stopped } = parts
  const progress = new Map<string, Progress>()
  const running = new Set<Promise<unknown>>()
  let queue: Promise<unknown> = Promise.resolve()
  /** Trainings under way, by `keyOf`, with the digests of people who were erased since they began. */
  const underWay = new Map<
    string,
    { readonly kind: string; readonly parameters: ModelVersion['parameters']; readonly gone: Set<string> }
  >()
  const nameOf = (workspace: string, name: string): string => `${workspace}\n${name}\n`
  const keyOf = (workspace: string, name: string, version: number): string => `${nameOf(workspace, name)}${version}`
  const record = (
    workspace: string,
    { name, version }: Pick<ModelRow, 'name' | 'version'>,
    what: Pick<Parameters<ModelTable['record']>[1], 'action' | 'actor' | 'note'>,
  ): void => table.record(workspace, { at: clock(), name, version, ...what })

  async function runOne(options: TrainOptions, row: ModelRow): Promise<ModelVersion> {
    const { workspace, name, promote = true, actor, onProgress, signal } = options
    const { version, kind } = row
    const folder = folderOf(root, workspace, name, version)
    const live = table.pointer(workspace, name)?.live
    const liveRow = live === undefined ? undefined : table.row(workspace, name, live)
    const needs = trainingNeeds(kind, row.manifest.parameters)
    const key = keyOf(workspace, name, version)
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
      const ends = signal ? AbortSignal.any([signal, stopped]) : stopped
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
      finished = await turn(workspace, name, async () => {
        // Nobody may come back by a training that had read of them before they were erased.
        const data = (await forgetInFolder({ ...order, subjects: [...gone] }, ends)) ?? result.data
        const manifest = { parameters, data, metrics, seconds, note: verdict.note, rowsSeen }
        const done: ModelRow = { ...row, status, manifest, error: null, finishedAt: clock() }
        const finish = (): void => {
          table.finish(workspace, done)
          record(workspace, row, { action: 'trained', actor, note: null })
          if (status === 'held') record(workspace, row, { action: 'held', actor: gate, note: verdict.note })
        }
        if (verdict.promote) await models.goLive(workspace, row, change, finish)
        else state.transaction(finish)
        return done
      })
    } catch (error) {
      const note = noteTexts.failed(error)
      // Closing: the next start finds the unfinished row and says so.
      if (!stopped.aborted) {
        const manifest = { ...row.manifest, note, rowsSeen }
        state.transaction(() => {
          table.finish(workspace, { ...row, status: 'failed', manifest, error: note.en, finishedAt: clock() })
          record(workspace, row, { action: 'failed', actor, note })
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

  const begin: Trainer['begin'] = (options, kind) => {
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

  return {
    begin,
    progressOf: (workspace, name, version) => progress.get(keyOf(workspace, name, version)),
    tell(workspace, name, subjects) {
      const told = [...underWay].filter(([key]) => key.startsWith(nameOf(workspace, name)))
      for (const [, { gone }] of told) for (const subject of subjects) gone.add(subject)
      return told.every(([, { kind, parameters }]) => exactnessOf(kind, parameters) === 'exact')
    },
    async settled() {
      await Promise.all(running)
    },
  }
}

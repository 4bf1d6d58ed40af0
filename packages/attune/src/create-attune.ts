import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { createActivityIndex } from './activity/create-activity-index.ts'
import type { Attune } from './attune.ts'
import type { Clock } from './clock.ts'
import { createClusters } from './clusters/create-clusters.ts'
import { createCollector } from './collect/create-collector.ts'
import { createIdentity } from './collect/create-identity.ts'
import { createItemCatalogue } from './collect/create-item-catalogue.ts'
import { createSources } from './collect/sources/create-sources.ts'
import type { Config } from './config/schema.ts'
import { createDecider } from './decide/create-decider.ts'
import { createPlacements } from './decide/create-placements.ts'
import type { Placements } from './decide/placements.ts'
import { idsOfPerson } from './decide/request-ids.ts'
import { createEmbeddings } from './embeddings/create-embeddings.ts'
import { removeOldCorpora } from './embeddings/write-corpus.ts'
import { createExperimentResults } from './experiments/create-experiment-results.ts'
import { createExperiments } from './experiments/create-experiments.ts'
import { createMetrics } from './experiments/create-metrics.ts'
import { scheduleExperiments } from './experiments/schedule-experiments.ts'
import { createFlags } from './flags/create-flags.ts'
import { createLanguageDoor } from './generate/create-language-door.ts'
import { createInterestMaps } from './interests/create-interest-maps.ts'
import { createTextLabels } from './labels/create-text-labels.ts'
import { createOpinions } from './language/create-opinions.ts'
import { createSentiment } from './language/create-sentiment.ts'
import { createSubwords } from './language/create-subwords.ts'
import { createTagging } from './language/create-tagging.ts'
import { createTextAnalysis } from './language/create-text-analysis.ts'
import { createSentimentReader } from './language/read-sentiment.ts'
import { createModelRegistry } from './models/create-model-registry.ts'
import { createHistoryIndex } from './profile/create-history-index.ts'
import { createPortraits } from './profile/portrait/create-portraits.ts'
import type { Portraits } from './profile/portrait/portraits.ts'
import { readAspects } from './profile/portrait/read-aspects.ts'
import { summariseBy } from './profile/portrait/summarise-portrait.ts'
import { createPrompts } from './prompts/create-prompts.ts'
import type { Prompts } from './prompts/prompts.ts'
import { tellExposures } from './prompts/tell-exposures.ts'
import { createAccess } from './protect/access/create-access.ts'
import { createConsent } from './protect/consent/create-consent.ts'
import { createApiKeys } from './protect/create-api-keys.ts'
import { createOutgoing } from './protect/outgoing/create-outgoing.ts'
import type { Resolve } from './protect/outgoing/outgoing.ts'
import { removeExpired, scheduleExpiry } from './protect/retention.ts'
import { createPurge } from './protect/rights/purge.ts'
import { subjectDigest } from './protect/rights/subject-digest.ts'
import { openKeys } from './protect/vault/open-keys.ts'
import { pseudonymKey } from './protect/vault/pseudonym-key.ts'
import { readMasterKey } from './protect/vault/read-master-key.ts'
import { sealStored } from './protect/vault/seal-stored.ts'
import type { Vault } from './protect/vault/vault.ts'
import { createReports } from './report/documents/create-reports.ts'
import { scheduleReports } from './report/documents/schedule-reports.ts'
import { createRunLedger } from './runs/run-ledger.ts'
import { createSegments } from './segments/create-segments.ts'
import { personSegments } from './segments/person-segments.ts'
import { readSentences } from './segments/read-sentences.ts'
import { openEventStore } from './store/open-event-store.ts'
import { openStateStore } from './store/open-state-store.ts'
import { createTelemetry } from './telemetry.ts'
import { createUplift } from './uplift/create-uplift.ts'
import { createValue } from './value/create-value.ts'
import { createWebhooks } from './webhooks/create-webhooks.ts'

export interface CreateAttuneOptions {
  readonly config: Config
  readonly clock?: Clock
  /** Uniform in [0, 1): arms of exploration. */
  readonly rng?: () => number
  readonly log?: Logger
  /** How names of hosts outside are resolved. Default: as this machine does. */
  readonly resolve?: Resolve
  /** Whether erasures that a stop broke off are finished at once; not while a folder is still being filled. Default true. */
  readonly finishErasures?: boolean
}

/**
 * Opens an installation: its data folder (made when missing), stores, and everything that lives in memory.
 *
 * @throws AttuneError `store-locked` when another process has the folder open
 */
export async function createAttune({
  config,
  clock = Date.now,
  rng = Math.random,
  log = pino({ level: config.server.logLevel }),
  resolve,
  finishErasures = true,
}: CreateAttuneOptions): Promise<Attune> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  removeOldCorpora(config.dataDir, Date.now())
  const telemetry = createTelemetry()
  const masterKey = readMasterKey(config.protect.masterKey, {
    ownFile: join(config.dataDir, 'secret.key'),
    make: !['keys.sqlite', 'state.sqlite'].some((name) => existsSync(join(config.dataDir, name))),
    env: process.env,
  })
  // The event store first: it is the one that only one process can hold.
  const events = await openEventStore({
    path: join(config.dataDir, 'events.duckdb'),
    clock,
    groupCommitMs: config.collect.groupCommitMs,
    telemetry,
  })
  const state = openStateStore(join(config.dataDir, 'state.sqlite'))
  let vault: Vault
  try {
    vault = openKeys(config, state, masterKey)
  } catch (error) {
    // What is open would keep the folder locked for whoever puts it right.
    await events.close()
    state.close()
    throw error
  }
  const { secret, aliasOf } = pseudonymKey(state, vault, masterKey)
  await sealStored({ state, events, vault })
  const outgoing = createOutgoing({ config: config.protect.outgoing, resolve, log })
  const languageModel = createLanguageDoor({
    config: config.languageModel,
    state,
    clock,
    outgoing,
    env: process.env,
    log,
    // Made after it: it asks once somebody does.
    wordsFor: (workspace, prompt) => prompts.inForce(workspace, prompt),
  })
  const webhooks = createWebhooks({ state, vault, clock, rng, outgoing, log })
  const keys = createApiKeys({ state, clock })
  const access = createAccess({ state, vault, clock, config })
  const identity = createIdentity({
    state,
    events,
    secret,
    aliasOf,
    subjectOf: (workspace, personId) => subjectDigest(vault, workspace, personId),
    log,
  })
  const consent = createConsent({
    state,
    identity,
    clock,
    regime: config.protect.regime,
    regions: config.protect.regions,
    webhooks,
  })
  const sources = createSources({ state, config, clock })
  const items = createItemCatalogue({ state, clock })
  const embeddings = createEmbeddings({ config, state, items, outgoing, env: process.env, log })
  const sentiment = createSentiment({ config, events, consent, vault, clock, log })
  const runs = createRunLedger({ dataDir: config.dataDir, clock })
  const tagging = createTagging({ dataDir: config.dataDir, state, ledger: runs, clock, log })
  const subwords = createSubwords({ dataDir: config.dataDir, encoder: config.encoder, items, log })
  const textAnalysis = createTextAnalysis({
    items,
    clock,
    sentiment: createSentimentReader(sentiment.models),
    tagging,
    subwords,
  })
  const textLabels = createTextLabels({ config, events, consent, vault, clock, state, items })
  const opinions = createOpinions({ config, events, consent, vault, clock, sentiment })
  const collector = createCollector({
    config,
    clock,
    events,
    state,
    identity,
    secret,
    vault,
    consent,
    sources,
    telemetry,
    log,
  })
  // Before anything of it can be read: a folder that was away for long, or put back from a copy, holds what is over.
  const expired = await removeExpired({ config, clock, state, events, vault, sources }).catch((error: unknown) => {
    log.error({ err: error }, 'what was kept long enough could not be removed when the data folder was opened')
    return undefined
  })
  const histories = await createHistoryIndex({ config, events, identity, collector, log })
  const activity = await createActivityIndex({ config, events, state, vault, identity, collector, clock, log })
  const segments = createSegments({
    config,
    state,
    activity,
    items,
    identity,
    consent,
    webhooks,
    clock,
    log,
    reader: readSentences(languageModel),
    // Both made after them: they ask once everything is there.
    aimedAt: (workspace, id) => placements.aimedAt(workspace, id),
    askRhythm: (workspace) => portraits.readBase(workspace),
  })
  const value = createValue({ clock, state, consent, identity, activity, segments, log })
  const portraits: Portraits = createPortraits({
    config,
    clock,
    events,
    state,
    vault,
    consent,
    identity,
    items,
    activity,
    aspectsOf: readAspects(sentiment.models),
    worthOf: value.of,
    rules: personSegments(segments),
    hasItemVectors: (workspace) => embeddings.encoderOf(workspace) !== undefined,
    itemVectorOf(workspace, itemId) {
      const item = items.get(workspace, itemId)
      return item && embeddings.vectorOf(workspace, item)
    },
    onRhythm: segments.keepRhythm,
    log,
    ...(languageModel.has('portrait')
      ? {
          summarise: summariseBy({
            languageModel,
            prompts: { forPerson: (...asked) => prompts.forPerson(...asked) },
            tellExposures: tellExposures(collector, log),
            log,
          }),
        }
      : {}),
  })
  const interests = createInterestMaps({ config, clock, items, segments, consent })
  const clusters = createClusters({
    config,
    clock,
    state,
    consent,
    items,
    activity,
    segments,
    embeddings,
    languageModel,
    log,
  })
  const models = await createModelRegistry({
    config,
    state,
    events,
    identity,
    items,
    embeddings,
    consent,
    vault,
    clock,
    webhooks,
    log,
  })
  // Models keep what they learnt from to unlearn by; it goes with the events it was made of.
  if ((expired?.events ?? 0) > 0) models.dropLearnt()
  const metrics = createMetrics({
    state,
    clock,
    isUsed: (workspace, id) =>
      experiments
        .list(workspace, 'running')
        .some((one) => one.metrics.includes(id) || one.guardrails.some(({ metric }) => metric === id)),
  })
  const experiments = createExperiments({
    state,
    clock,
    hasMetric: (workspace, id) => metrics.get(workspace, id) !== undefined,
  })
  const idsOf = (workspace: string, personId: string) =>
    idsOfPerson({ state, vault }, workspace, identity.aliasesOf(workspace, personId))
  const prompts: Prompts = createPrompts({ state, clock, experiments, segments, consent, idsOf })
  const flags = createFlags({ state, clock, experiments })
  const results = createExperimentResults({
    config,
    clock,
    state,
    events,
    items,
    activity,
    segments,
    experiments,
    metrics,
  })
  const experimentJobs = scheduleExperiments({
    config,
    clock,
    state,
    events,
    items,
    activity,
    experiments,
    metrics,
    results,
    rng,
    log,
  })
  const placements: Placements = createPlacements({ state, clock, segments, experiments })
  const uplift = createUplift({
    config,
    clock,
    log,
    state,
    sources,
    events,
    activity,
    placements,
    experiments,
    metrics,
    consent,
    runs,
    segments,
  })
  uplift.removeOld()
  const decider = createDecider({
    config,
    clock,
    rng,
    events,
    identity,
    items,
    histories,
    models,
    placements,
    experiments,
    idsOf,
    telemetry,
    vault,
    consent,
    segments,
    log,
  })

  const reports = createReports({
    config,
    clock,
    events,
    items,
    placements,
    consent,
    experiments,
    results,
    languageModel,
    state,
    env: process.env,
    log,
  })
  const reportJobs = scheduleReports(reports, log)

  const purge = createPurge({
    config,
    clock,
    state,
    events,
    vault,
    identity,
    consent,
    collector,
    histories,
    activity,
    segments,
    portraits,
    decider,
    models,
    sentiment,
    textLabels,
    opinions,
    webhooks,
    log,
  })
  // What a stop broke off is brought to its end; nobody waits for it, and a failure is tried again in a few minutes.
  if (finishErasures)
    purge.resume().catch((error: unknown) => {
      log.error({ err: error }, 'an erasure could not be finished')
      purge.retry()
    })

  const expiry = scheduleExpiry(
    { config, clock, state, events, vault, sources, histories, activity, models, uplift, log },
    expired,
  )

  return {
    config,
    clock,
    log,
    telemetry,
    state,
    events,
    keys,
    access,
    identity,
    vault,
    consent,
    outgoing,
    languageModel,
    prompts,
    embeddings,
    webhooks,
    items,
    textAnalysis,
    tagging,
    sentiment,
    textLabels,
    opinions,
    sources,
    collector,
    histories,
    activity,
    segments,
    portraits,
    value,
    uplift,
    interests,
    clusters,
    models,
    runs,
    placements,
    experiments,
    metrics,
    results,
    experimentJobs,
    reports,
    flags,
    decider,
    purge,
    async close() {
      await webhooks.stop()
      await reportJobs.stop()
      await experimentJobs.stop()
      await expiry.stop()
      // Before the purge is waited for: an erasure that waits for a training is finished at the next start.
      await sentiment.close()
      await textLabels.close()
      await purge.settled()
      clusters.close()
      value.close()
      await uplift.close()
      await opinions.close()
      await models.close()
      await embeddings.close()
      await tagging.close()
      subwords.close()
      histories.close()
      segments.close()
      portraits.close()
      await portraits.settled()
      activity.close()
      identity.close()
      await events.close()
      keys.close()
      sources.close()
      state.close()
      vault.close()
    },
  }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { Attune } from './attune.ts'
import type { Clock } from './clock.ts'
import { createCollector } from './collect/create-collector.ts'
import { createIdentity } from './collect/create-identity.ts'
import { createItemCatalogue } from './collect/create-item-catalogue.ts'
import type { Config } from './config/schema.ts'
import { createDecider } from './decide/create-decider.ts'
import { createPlacements } from './decide/create-placements.ts'
import { createModelRegistry } from './models/create-model-registry.ts'
import { createHistoryIndex } from './profile/create-history-index.ts'
import { createConsent } from './protect/consent/create-consent.ts'
import { createApiKeys } from './protect/create-api-keys.ts'
import { openSecret } from './protect/open-secret.ts'
import { createPurge } from './protect/rights/purge.ts'
import { subjectDigest } from './protect/rights/subject-digest.ts'
import { openVault } from './protect/vault/open-vault.ts'
import { sealStored } from './protect/vault/seal-stored.ts'
import { openEventStore } from './store/open-event-store.ts'
import { openStateStore } from './store/open-state-store.ts'
import { createTelemetry } from './telemetry.ts'

export interface CreateAttuneOptions {
  readonly config: Config
  readonly clock?: Clock
  /** Uniform in [0, 1): arms of exploration. */
  readonly rng?: () => number
  readonly log?: Logger
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
}: CreateAttuneOptions): Promise<Attune> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const telemetry = createTelemetry()
  const masterKey = openSecret(join(config.dataDir, 'secret.key'))
  // The event store first: it is the one that only one process can hold.
  const events = await openEventStore({
    path: join(config.dataDir, 'events.duckdb'),
    clock,
    groupCommitMs: config.collect.groupCommitMs,
    telemetry,
  })
  const state = openStateStore(join(config.dataDir, 'state.sqlite'))
  const vault = openVault(join(config.dataDir, 'keys.sqlite'), masterKey)
  const secret = vault.secret('pseudonyms', () => masterKey)
  await sealStored({ state, events, vault })
  const keys = createApiKeys({ state, clock })
  const identity = createIdentity({
    state,
    events,
    secret,
    subjectOf: (workspace, personId) => subjectDigest(vault, workspace, personId),
    log,
  })
  const consent = createConsent({ state, identity, clock, regime: config.protect.regime })
  const items = createItemCatalogue({ state, clock })
  const collector = createCollector({ config, clock, events, state, identity, vault, consent, telemetry, log })
  const histories = await createHistoryIndex({ config, events, identity, collector, log })
  const models = await createModelRegistry({ config, state, events, identity, clock, log })
  const placements = createPlacements({ state, clock })
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
    telemetry,
    vault,
    log,
  })

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
    decider,
    models,
    log,
  })
  // What a stop broke off is brought to its end; nobody waits for it, and a failure is tried again by the next start.
  purge.resume().catch((error: unknown) => log.error({ err: error }, 'an erasure could not be finished'))

  return {
    config,
    clock,
    log,
    telemetry,
    state,
    events,
    keys,
    identity,
    vault,
    consent,
    items,
    collector,
    histories,
    models,
    placements,
    decider,
    purge,
    async close() {
      await purge.settled()
      await models.close()
      histories.close()
      identity.close()
      await events.close()
      keys.close()
      state.close()
      vault.close()
    },
  }
}

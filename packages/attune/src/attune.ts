import type { Logger } from 'pino'
import type { ActivityIndex } from './activity/activity-index.ts'
import type { Clock } from './clock.ts'
import type { PeopleClusters } from './clusters/create-clusters.ts'
import type { Collector } from './collect/collector.ts'
import type { Identity } from './collect/identity.ts'
import type { ItemCatalogue } from './collect/item-catalogue.ts'
import type { Sources } from './collect/sources/sources.ts'
import type { Config } from './config/schema.ts'
import type { Decider } from './decide/decider.ts'
import type { Placements } from './decide/placements.ts'
import type { Embeddings } from './embeddings/embeddings.ts'
import type { ResultsOfExperiments } from './experiments/create-experiment-results.ts'
import type { Metrics } from './experiments/create-metrics.ts'
import type { Experiments } from './experiments/experiments.ts'
import type { ExperimentJobs } from './experiments/schedule-experiments.ts'
import type { Flags } from './flags/create-flags.ts'
import type { LanguageDoor } from './generate/language-door.ts'
import type { InterestMaps } from './interests/interest-maps.ts'
import type { TextLabels } from './labels/text-labels.ts'
import type { Opinions } from './language/opinions.ts'
import type { SentimentTraining } from './language/sentiment.ts'
import type { Tagging } from './language/tagging.ts'
import type { TextAnalyses } from './language/text-analyses.ts'
import type { ModelRegistry } from './models/model-registry.ts'
import type { HistoryIndex } from './profile/history-index.ts'
import type { Portraits } from './profile/portrait/portraits.ts'
import type { Prompts } from './prompts/prompts.ts'
import type { Access } from './protect/access/create-access.ts'
import type { ApiKeys } from './protect/api-keys.ts'
import type { Consent } from './protect/consent/consent.ts'
import type { Outgoing } from './protect/outgoing/outgoing.ts'
import type { Purge } from './protect/rights/purge.ts'
import type { Vault } from './protect/vault/vault.ts'
import type { Reports } from './report/documents/create-reports.ts'
import type { RunLedger } from './runs/run-ledger.ts'
import type { Segments } from './segments/segments.ts'
import type { EventStore } from './store/event-store-types.ts'
import type { StateStore } from './store/state-store.ts'
import type { Telemetry } from './telemetry.ts'
import type { UpliftModels } from './uplift/create-uplift.ts'
import type { CustomerValues } from './value/create-value.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** One running installation: everything the API, the CLI and the jobs work on, each part behind its own small interface. */
export interface Attune {
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly telemetry: Telemetry
  readonly state: StateStore
  readonly events: EventStore
  readonly keys: ApiKeys
  /** People who sign in. */
  readonly access: Access
  readonly identity: Identity
  /** Keys of persons; what is personal is sealed under them. */
  readonly vault: Vault
  /** The gate that every use of personal data asks. */
  readonly consent: Consent
  /** The one way to addresses outside. */
  readonly outgoing: Outgoing
  /** The one door to generative language models; without one configured every call fails with `no-model`. */
  readonly languageModel: LanguageDoor
  /** What it is asked with. */
  readonly prompts: Prompts
  /** Vectors of item texts, and of any others. */
  readonly embeddings: Embeddings
  /** Addresses that are told what happens here. */
  readonly webhooks: Webhooks
  readonly items: ItemCatalogue
  /** What texts say, in the words of the catalogue. */
  readonly textAnalysis: TextAnalyses
  readonly tagging: Tagging
  /** How texts feel: models of the workspaces' own reviews. */
  readonly sentiment: SentimentTraining
  /** A team's own labels for texts. */
  readonly textLabels: TextLabels
  /** What people say, counted. */
  readonly opinions: Opinions
  /** What sites, apps and servers may send. */
  readonly sources: Sources
  readonly collector: Collector
  readonly histories: HistoryIndex
  /** What everybody did and said of themselves, in memory. */
  readonly activity: ActivityIndex
  /** Whom rules select, at every moment. */
  readonly segments: Segments
  /** Maps of what people are interested in. */
  readonly interests: InterestMaps
  /** Groups of people who are alike. */
  readonly clusters: PeopleClusters
  /** What customers are worth, and who leaves. */
  readonly value: CustomerValues
  /** Whom treatments move, learnt from the workspace’s experiments. */
  readonly uplift: UpliftModels
  /** Everything understood of people. */
  readonly portraits: Portraits
  readonly models: ModelRegistry
  /** Trainings of networks, in whatever process. */
  readonly runs: RunLedger
  readonly placements: Placements
  readonly experiments: Experiments
  /** What experiments are judged by. */
  readonly metrics: Metrics
  /** What experiments found. */
  readonly results: ResultsOfExperiments
  /** What experiments need from time to time. */
  readonly experimentJobs: Pick<ExperimentJobs, 'runDue'>
  /** Reports as documents. */
  readonly reports: Reports
  readonly flags: Flags
  readonly decider: Decider
  /** Brings erasures to their end. */
  readonly purge: Purge
  /** Flushes what is pending and closes everything, in order. */
  close(): Promise<void>
}

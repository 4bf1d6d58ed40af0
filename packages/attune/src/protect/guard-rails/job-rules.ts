import type { Purpose } from '../consent/purposes.ts'

/**
 * Work that nobody waits for: files with a timer, a pause or a thread. Each either asks the gate for a purpose before it uses
 * what is kept of somebody, or says why it need not.
 */
export type JobRule = { readonly asks: readonly Purpose[] } | { readonly needsNone: string }

const keeping = 'it keeps, moves or removes what was allowed to be stored, and makes nothing of it'
const waiting = 'it only waits'

/** File below packages/attune/src → rule. `tests/guard-rails.test.ts` finds the files. */
export const jobRules: Readonly<Record<string, JobRule>> = {
  'models/schedule-training.ts': { asks: ['training'] },
  'models/run-in-thread.ts': { asks: ['training'] },
  'profile/portrait/catalogue-facts.ts': { needsNone: 'it reads what is offered' },
  'profile/portrait/read-base.ts': { asks: ['profiling'] },
  'activity/create-activity-index.ts': { needsNone: 'whoever makes something of it asks for the purpose' },
  'activity/load-activity.ts': { needsNone: keeping },
  'activity/load-stated.ts': { needsNone: keeping },
  'profile/create-history-index.ts': { needsNone: 'deciding asks for personalisation before it reads a history' },
  'embeddings/create-embeddings.ts': { needsNone: 'it reads what is written about items' },
  'predict/open-asked-thread.ts': { needsNone: 'it answers about the texts it is given' },
  'models/extend-live-models.ts': { needsNone: 'it reads what is written about items' },
  'behaviour/walk-people.ts': { asks: ['analytics'] },
  'satisfaction/read-sentiments.ts': { asks: ['analytics'] },
  'experiments/schedule-experiments.ts': {
    needsNone: 'it counts figures over many, from what people allowed to be kept',
  },
  'report/documents/schedule-reports.ts': {
    needsNone: 'it counts figures over many, from what people allowed to be kept',
  },
  'clusters/read-people.ts': { asks: ['profiling'] },
  'value/read-buyers.ts': { asks: ['profiling'] },
  'value/create-value.ts': { asks: ['profiling'] },
  'uplift/score-people.ts': { asks: ['profiling', 'advertising', 'personalisation'] },
  'segments/create-segments.ts': { asks: ['profiling'] },
  'segments/membership/preview-rule.ts': { asks: ['profiling'] },
  'interests/draw-interests.ts': { needsNone: 'it draws what was counted' },
  'segments/count-interests.ts': { asks: ['profiling'] },
  'webhooks/create-webhooks.ts': { needsNone: 'it tells of rights and changes, under pseudonyms, whom the team chose' },
  'generate/create-language-door.ts': {
    needsNone: 'it waits between tries and for deadlines; who asks a model has asked for consent before',
  },
  'protect/rights/purge.ts': { needsNone: 'it finishes erasures' },
  'protect/retention.ts': { needsNone: keeping },
  'protect/verify-audit.ts': { needsNone: 'the audit names nobody' },
  'protect/create-api-keys.ts': { needsNone: 'it notes when keys were used' },
  'protect/consent/consent-summary.ts': { needsNone: 'it counts what was said about consent' },
  'protect/consent/tally-consent.ts': { needsNone: 'it counts what was said about consent' },
  'collect/mirror-merges.ts': { needsNone: keeping },
  'collect/sources/drop-counts.ts': { needsNone: 'it counts names of fields' },
  'store/applier.ts': { needsNone: keeping },
  'store/checkpoints.ts': { needsNone: keeping },
  'store/compact-database.ts': { needsNone: keeping },
  'store/group-commit.ts': { needsNone: keeping },
  'store/message-ids.ts': { needsNone: keeping },
  'api/feature-streams.ts': { needsNone: 'flags are about nobody' },
  'api/event-streams.ts': { needsNone: 'it passes on what routes tell to those who may see it' },
  'cli/commands/train.ts': { needsNone: waiting },
  'cli/commands/uplift-from-experiment.ts': { needsNone: waiting },
  'start-server.ts': { needsNone: waiting },
  'api/tls/keep-certificate-fresh.ts': { needsNone: 'it reads certificates' },
  'demo/live-shoppers.ts': { needsNone: 'its shoppers are made up' },
  'demo/run-demo.ts': { needsNone: 'its shoppers are made up' },
  'demo/show-understanding.ts': { needsNone: 'its shoppers are made up' },
  'demo/shop-api.ts': { needsNone: 'its shoppers are made up' },
}

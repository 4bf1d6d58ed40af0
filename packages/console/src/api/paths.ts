/** Addresses of the API, so that each is written once. */
const query = (values: Readonly<Record<string, string | number | undefined>>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') search.set(name, `${value}`)
  const text = search.toString()
  return text ? `?${text}` : ''
}
const id = encodeURIComponent

export interface ListQuery {
  readonly search?: string
  readonly limit?: number
  readonly cursor?: string | undefined
  readonly missing?: string | undefined
}

export interface AuditQuery {
  readonly action?: string | undefined
  readonly actor?: string | undefined
  readonly subject?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly cursor?: string | undefined
}

export interface PowerAsked {
  readonly metric: string
  readonly effect: number
  readonly arms: number
  readonly traffic: number
  readonly method: 'frequentist' | 'sequential'
}

export interface AttributionAsked {
  readonly by: string
  readonly touch: string
  readonly from: string
}

export const paths = {
  /** `tz`: where the reader's days begin, such as `+08:00`. */
  overview: (days: number, tz: string) => `/v1/overview${query({ days, tz })}`,
  live: '/v1/live',
  events: (limit: number) => `/v1/events${query({ limit })}`,
  refusedEvents: (limit: number, reason: string) => `/v1/events${query({ limit, kind: 'refused', reason })}`,
  event: (messageId: string) => `/v1/events/${id(messageId)}`,
  items: (list: ListQuery) => `/v1/items${query({ ...list })}`,
  item: (itemId: string) => `/v1/items/${id(itemId)}`,
  similar: (itemId: string, language: string) => `/v1/items/${id(itemId)}/similar${query({ language })}`,
  people: (list: ListQuery) => `/v1/people${query({ ...list })}`,
  person: (personId: string) => `/v1/people/${id(personId)}`,
  profile: (personId: string, language: string) => `/v1/profiles/${id(personId)}${query({ language })}`,
  /** With two sentences by the language model. */
  summary: (personId: string, language: string) =>
    `/v1/profiles/${id(personId)}${query({ language, summary: 'true' })}`,
  timeline: (personId: string, only: string, cursor?: string) =>
    `/v1/people/${id(personId)}/timeline${query({ limit: 40, only, cursor })}`,
  undoMerge: (personId: string, mergeId: number) => `/v1/people/${id(personId)}/merges/${mergeId}`,
  interests: (part: string, segment: string | undefined) => `/v1/interests${query({ part, segment })}`,
  clusters: '/v1/clusters',
  funnel: '/v1/behaviour/funnel',
  retention: '/v1/behaviour/retention',
  behaviourPaths: '/v1/behaviour/paths',
  reports: '/v1/reports',
  report: (reportId: string, format: 'json' | 'md' | 'html' | 'pdf') => `/v1/reports/${id(reportId)}.${format}`,
  reportSchedules: '/v1/reports/schedule',
  reportSchedule: (scheduleId: string) => `/v1/reports/schedule/${id(scheduleId)}`,
  experiments: '/v1/experiments',
  experiment: (experimentId: string) => `/v1/experiments/${id(experimentId)}`,
  changeExperiment: (experimentId: string, verb: 'start' | 'stop' | 'archive') =>
    `/v1/experiments/${id(experimentId)}/${verb}`,
  experimentResults: (experimentId: string, by?: string) =>
    `/v1/experiments/${id(experimentId)}/results${query({ by })}`,
  metrics: '/v1/metrics',
  metric: (metricId: string) => `/v1/metrics/${id(metricId)}`,
  metricPreview: '/v1/metrics/preview',
  power: (asked: PowerAsked) => `/v1/experiment-power${query({ ...asked })}`,
  aaChecks: '/v1/aa-checks',
  flags: '/v1/flags',
  flag: (flagId: string) => `/v1/flags/${id(flagId)}`,
  value: '/v1/value',
  uplift: '/v1/uplift',
  upliftModel: (model: string) => `/v1/uplift/${id(model)}`,
  upliftTargets: (model: string) => `/v1/uplift/${id(model)}/targets`,
  upliftSegment: (model: string) => `/v1/uplift/${id(model)}/segment`,
  attribution: (asked: AttributionAsked) => `/v1/attribution${query({ ...asked })}`,
  quality: '/v1/quality',
  sources: '/v1/sources',
  source: (name: string) => `/v1/sources/${id(name)}`,
  encoder: '/v1/language/encoder',
  satisfaction: (by: string, from: string) => `/v1/satisfaction${query({ by, from })}`,
  fairness: (by: string, merit: string, trait: string, from: string) =>
    `/v1/fairness${query({ by, merit, trait, from })}`,
  opinions: (days: number, language: string | undefined, topic: string) =>
    `/v1/language/opinions${query({ days, language, topic })}`,
  sentiment: '/v1/language/sentiment',
  trainSentiment: '/v1/language/sentiment/train',
  labels: '/v1/labels',
  labelTask: (task: string) => `/v1/labels/${id(task)}`,
  labelProposals: (task: string, from: string) => `/v1/labels/${id(task)}/proposals${query({ from })}`,
  trainLabels: (task: string) => `/v1/labels/${id(task)}/train`,
  segments: '/v1/segments',
  segment: (segmentId: string) => `/v1/segments/${id(segmentId)}`,
  undoSegment: (segmentId: string) => `/v1/segments/${id(segmentId)}/undo`,
  segmentPreview: '/v1/segments/preview',
  proposeSegment: '/v1/segments/propose',
  segmentMembers: (segmentId: string, limit: number, cursor?: string) =>
    `/v1/segments/${id(segmentId)}/members${query({ limit, cursor })}`,
  segmentChanges: (segmentId: string) => `/v1/segments/${id(segmentId)}/changes${query({ days: 28 })}`,
  exportSegment: (segmentId: string) => `/v1/segments/${id(segmentId)}/export`,
  segmentVocabulary: '/v1/segment-vocabulary',
  recommendations: '/v1/recommendations',
  placements: '/v1/placements',
  placementPreview: '/v1/placements/preview',
  placement: (placement: string) => `/v1/placements/${id(placement)}`,
  models: '/v1/models',
  train: (name: string) => `/v1/models/${id(name)}/train`,
  promote: (name: string) => `/v1/models/${id(name)}/promote`,
  rollback: (name: string) => `/v1/models/${id(name)}/rollback`,
  runs: '/v1/runs',
  run: (runId: string) => `/v1/runs/${id(runId)}`,
  runProgress: (runId: string) => `/v1/runs/${id(runId)}/progress${query({ points: 200 })}`,
  cancelRun: (runId: string) => `/v1/runs/${id(runId)}/cancel`,
  evaluations: '/v1/evaluations',
  whoami: '/v1/whoami',
  session: '/v1/session',
  sessionLink: '/v1/session/link',
  oidc: '/v1/session/oidc',
  password: '/v1/session/password',
  totp: '/v1/session/totp',
  totpConfirm: '/v1/session/totp/confirm',
  totpRemove: '/v1/session/totp/remove',
  ownSessions: '/v1/sessions?user=me',
  endSession: (sessionId: string) => `/v1/sessions/${id(sessionId)}`,
  breakGlass: '/v1/break-glass',
  users: '/v1/users',
  user: (userId: string, verb: 'role' | 'disable' | 'enable' | 'reset') => `/v1/users/${id(userId)}/${verb}`,
  decision: (personId: string, decisionId: string) => `/v1/people/${id(personId)}/decisions/${id(decisionId)}`,
  correct: (personId: string) => `/v1/people/${id(personId)}/correct`,
  exportPerson: (personId: string, format: 'json' | 'html', language: string) =>
    `/v1/people/${id(personId)}/export${query({ format, language })}`,
  erase: (personId: string) => `/v1/people/${id(personId)}/erase`,
  consentSummary: '/v1/consent/summary',
  consentTexts: '/v1/consent/texts',
  consentText: (version: string, language: string) => `/v1/consent/texts/${id(version)}/${id(language)}`,
  dueRequests: '/v1/privacy/due',
  requests: (state: 'open' | 'closed', cursor?: string) => `/v1/privacy/requests${query({ state, limit: 50, cursor })}`,
  openRequest: '/v1/privacy/requests',
  request: (requestId: string) => `/v1/privacy/requests/${id(requestId)}`,
  closeRequest: (requestId: string) => `/v1/privacy/requests/${id(requestId)}/close`,
  privacyReport: '/v1/privacy/report',
  privacyRecord: (language: string) => `/v1/privacy/record${query({ language })}`,
  verifyReceipt: '/v1/privacy/verify',
  audit: (audit: AuditQuery) => `/v1/audit${query({ limit: 50, ...audit })}`,
  verifyAudit: (expect: string) => `/v1/audit/verify${query({ expect })}`,
  accessReview: '/v1/access/review',
  accessReviewCsv: (language: string) => `/v1/access/review${query({ format: 'csv', language })}`,
  languageModel: '/v1/language-model',
  prompts: '/v1/prompts',
  prompt: (promptId: string) => `/v1/prompts/${id(promptId)}`,
  promptVersions: (promptId: string) => `/v1/prompts/${id(promptId)}/versions`,
  promptVersion: (promptId: string, version: number) => `/v1/prompts/${id(promptId)}/versions/${version}`,
  promptUse: (promptId: string) => `/v1/prompts/${id(promptId)}/use`,
  languageModelLedger: (days: number) => `/v1/language-model/ledger${query({ days, limit: 50 })}`,
  keys: '/v1/keys',
  key: (keyId: string) => `/v1/keys/${id(keyId)}`,
  rotateKey: (keyId: string) => `/v1/keys/${id(keyId)}/rotate`,
}

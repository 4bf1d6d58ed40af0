/** What a table holds of persons, and what keeps workspaces apart in it. */
export interface TableRule {
  /** Columns with person ids; none where it holds nothing of customers. */
  readonly persons: readonly string[]
  /** What an erasure does to their rows: takes them away, or only whom they were about. */
  readonly erased?: 'deleted' | 'unlinked'
  /** Why it has no column `workspace`. */
  readonly shared?: string
}

const ofNobody: TableRule = { persons: [] }
const ofPersons: TableRule = { persons: ['person_id'], erased: 'deleted' }
const below = (parent: string): TableRule => ({ persons: [], shared: `belongs to a row of ${parent}` })

/** Tables of the state store. `tests/guard-rails.test.ts` compares them with those that are there, and erases somebody. */
export const stateTables: Readonly<Record<string, TableRule>> = {
  people: ofPersons,
  person_merges: { persons: ['from_person_id', 'into_person_id'], erased: 'deleted' },
  person_identifiers: ofPersons,
  group_members: ofPersons,
  consents: ofPersons,
  portrait_corrections: ofPersons,
  person_regimes: ofPersons,
  privacy_requests: { persons: ['person_id'], erased: 'unlinked' },
  pseudonyms: { persons: ['person_id'], erased: 'deleted', shared: 'a pseudonym is made with its workspace' },
  // Of whom a message is about, in digests; it is dropped with the person unless it tells their erasure.
  webhook_messages: ofNobody,
  segments: ofNobody,
  computed_traits: ofNobody,
  scores: ofPersons,
  segment_changes: ofPersons,
  workspaces: { persons: [], shared: 'the list of workspaces' },
  api_keys: ofNobody,
  groups: ofNobody,
  items: ofNobody,
  placements: ofNobody,
  models: ofNobody,
  model_pointers: ofNobody,
  evaluations: ofNobody,
  item_vectors: ofNobody,
  audit: ofNobody,
  settings: ofNobody,
  consent_texts: ofNobody,
  users: ofNobody,
  recovery_codes: below('users'),
  user_links: below('users'),
  sessions: ofNobody,
  sign_in_failures: { persons: [], shared: 'attempts come before anybody is known' },
  webhooks: ofNobody,
  webhook_attempts: below('webhook_messages'),
  // Digests; a message about several persons loses whoever is erased.
  webhook_subjects: below('webhook_messages'),
  sources: ofNobody,
  source_drops: ofNobody,
  // Figures of calls: no text, and nobody whom it was about.
  language_model_calls: ofNobody,
  // Of what somebody said a digest of the message alone; the words are read from the event store under their consent.
  text_labels: ofNobody,
  experiments: ofNobody,
  metrics: ofNobody,
  flags: ofNobody,
  prompt_versions: ofNobody,
  prompt_uses: ofNobody,
  aa_checks: ofNobody,
  report_schedules: ofNobody,
}

/** Tables of the event store. */
export const eventTables: Readonly<Record<string, TableRule>> = {
  events: ofPersons,
  interactions: ofPersons,
  decisions: ofPersons,
  quarantine: ofPersons,
  person_merges: { persons: ['from_person_id', 'into_person_id'], erased: 'deleted' },
  journal_position: { persons: [], shared: 'one number of the installation' },
  schema_version: { persons: [], shared: 'one number of the installation' },
}

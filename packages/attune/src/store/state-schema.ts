import type { Generated } from 'kysely'

/** The tables of the state store (SQLite through kysely). Times are milliseconds since the epoch; JSON columns are text. */
export interface StateSchema {
  workspaces: { id: string; title: string; created_at: number }
  api_keys: {
    id: string
    workspace: string
    name: string
    /** The first characters of the key, to recognise it by. */
    prefix: string
    /** SHA-256 of the key (a key has 192 random bits, so a slow hash would add nothing), hex. */
    hash: string
    /** JSON array of write | decide | read | admin. */
    scopes: string
    created_at: number
    last_used_at: number | null
    revoked_at: number | null
    expires_at: number | null
    /** The source that events sent with it are of; null: `http`. */
    source: string | null
  }
  people: {
    workspace: string
    person_id: string
    /** The user id or anonymous id that the person id stands for, sealed (protect/vault); null where it was never told. */
    identifier: string | null
    kind: 'user' | 'anonymous' | null
    /** JSON object, sealed. */
    traits: string
    /** JSON: name of a trait → [source, when it was told], sealed. */
    trait_origins: string
    created_at: number
    updated_at: number
  }
  /** anonymous → user (or user → user by alias); a row with `undone_at` no longer applies. */
  person_merges: {
    id: Generated<number>
    workspace: string
    from_person_id: string
    into_person_id: string
    reason: string
    message_id: string | null
    merged_at: number
    undone_at: number | null
  }
  /** Digests by which people are joined, only of the kinds that the configuration names. */
  person_identifiers: { workspace: string; digest: string; person_id: string; kind: string; since: number }
  groups: { workspace: string; group_id: string; traits: string; updated_at: number }
  group_members: { workspace: string; group_id: string; person_id: string; joined_at: number }
  items: {
    workspace: string
    id: string
    kind: string
    title: string
    description: string
    categories: string
    tags: string
    brand: string | null
    price: number | null
    currency: string | null
    image: string | null
    url: string | null
    language: string | null
    attributes: string
    available: number
    published_at: number | null
    updated_at: number
  }
  placements: { workspace: string; id: string; definition: string; updated_at: number }
  /** One row a version; the live version of a name is in model_pointers. */
  models: {
    workspace: string
    name: string
    version: number
    kind: string
    status: 'training' | 'trained' | 'failed' | 'held'
    /** JSON: parameters, data (hash, rows, range), metrics, seconds. */
    manifest: string
    error: string | null
    created_at: number
    finished_at: number | null
  }
  model_pointers: {
    workspace: string
    name: string
    live_version: number
    previous_version: number | null
    promoted_at: number
  }
  /** JSON of title and rule, null once removed; `previous` is what undo brings back, the JSON `null` where there was none. */
  segments: {
    workspace: string
    id: string
    definition: string | null
    previous: string | null
    created_at: number
    updated_at: number
  }
  computed_traits: { workspace: string; name: string; definition: string; updated_at: number }
  /** What models that run elsewhere say of persons. */
  scores: { workspace: string; name: string; person_id: string; value: number; updated_at: number }
  /** Who entered (1) and left (0) segments. */
  segment_changes: {
    id: Generated<number>
    workspace: string
    segment_id: string
    person_id: string
    entered: 0 | 1
    at: number
    /** 1 until messages to webhooks were made of it. */
    untold: Generated<0 | 1>
  }
  /** JSON of what a team decided and of how it stands; see experiments/experiment.ts. */
  experiments: { workspace: string; id: string; definition: string; created_at: number; updated_at: number }
  metrics: { workspace: string; id: string; definition: string; updated_at: number }
  flags: { workspace: string; id: string; definition: string; updated_at: number }
  /** Own words of prompts, and which are used; see prompts/prompts-table.ts. */
  prompt_versions: { workspace: string; prompt: string; version: number; definition: string | null; created_at: number }
  prompt_uses: { workspace: string; prompt: string; definition: string; updated_at: number }
  /** What comparisons of people with their like found, day by day; see experiments/check-aa.ts. */
  aa_checks: { workspace: string; day: string; metric: string; p: number; units: number; checked_at: number }
  /** JSON of reports that are made by themselves; see report/documents/report-schedules.ts. */
  report_schedules: { workspace: string; id: string; definition: string; updated_at: number }
  /** Comparisons of models that were saved by name. */
  evaluations: { workspace: string; name: string; comparison: string; saved_at: number }
  /** Append-only: who did what: promotions, rollbacks, key changes, merges, imports. */
  audit: {
    id: Generated<number>
    workspace: string
    at: number
    actor: string
    action: string
    subject: string
    details: string
    /** Chained to the entry before; see protect/append-audit.ts. */
    hash: string
  }
  settings: { workspace: string; key: string; value: string; updated_at: number }
  /** JSON of what a source may send; see collect/sources/declaration.ts. */
  sources: { workspace: string; name: string; declaration: string; updated_at: number }
  /** Labels that a team gave to texts of items and files; see labels/label-store.ts. */
  text_labels: { workspace: string; task: string; text_id: string; text: string; label: string; labelled_at: number }
  /** How often a field of a source was left out; `event` is empty for traits and context. */
  source_drops: {
    workspace: string
    source: string
    event: string
    field: string
    reason: string
    count: number
    last_at: number
  }
  /** Under whose law persons were seen, as bits; see protect/consent/seen-regimes.ts. */
  person_regimes: { workspace: string; person_id: string; regimes: number }
  /** People who sign in; see protect/access. */
  users: {
    id: string
    workspace: string
    /** Keyed digest of the e-mail, to look it up by. */
    email_index: string
    /** JSON { email, name } sealed under `user ID`. */
    sealed: string
    role: string
    password_hash: string | null
    totp_sealed: string | null
    totp_confirmed: 0 | 1
    totp_last_step: number
    created_at: number
    disabled_at: number | null
    last_sign_in_at: number | null
  }
}

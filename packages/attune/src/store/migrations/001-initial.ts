/** The tables of state-schema.ts. STRICT, so that a wrong type is refused when written and not found when read. */
export const initial = `
CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_workspace ON api_keys (workspace, created_at);

CREATE TABLE people (
  workspace TEXT NOT NULL,
  person_id TEXT NOT NULL,
  user_id TEXT,
  traits TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_user ON people (workspace, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX people_updated ON people (workspace, updated_at);

CREATE TABLE person_merges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT NOT NULL,
  from_person_id TEXT NOT NULL,
  into_person_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  message_id TEXT,
  merged_at INTEGER NOT NULL,
  undone_at INTEGER,
  CHECK (from_person_id <> into_person_id)
) STRICT;
-- A person is merged into at most one other at a time.
CREATE UNIQUE INDEX person_merges_from ON person_merges (workspace, from_person_id) WHERE undone_at IS NULL;
CREATE INDEX person_merges_into ON person_merges (workspace, into_person_id);

CREATE TABLE groups (
  workspace TEXT NOT NULL,
  group_id TEXT NOT NULL,
  traits TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  workspace TEXT NOT NULL,
  group_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, group_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_person ON group_members (workspace, person_id);

CREATE TABLE items (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  categories TEXT NOT NULL,
  tags TEXT NOT NULL,
  brand TEXT,
  price REAL,
  currency TEXT,
  image TEXT,
  url TEXT,
  language TEXT,
  attributes TEXT NOT NULL,
  available INTEGER NOT NULL,
  published_at INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE placements (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('training', 'trained', 'failed', 'held')),
  manifest TEXT NOT NULL,
  error TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (workspace, name, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_pointers (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  live_version INTEGER NOT NULL,
  previous_version INTEGER,
  promoted_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (workspace, at);

CREATE TABLE settings (
  workspace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, key)
) STRICT, WITHOUT ROWID;
`

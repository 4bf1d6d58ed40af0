/**
 * What sources may send (a JSON declaration each), how often they sent something else (names only), which source a key
 * belongs to, and under whose law persons were seen (bits: gdpr 1, pipl 2, ccpa 4, open 8).
 */
export const sourceTables = `
CREATE TABLE sources (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  declaration TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_drops (
  workspace TEXT NOT NULL,
  source TEXT NOT NULL,
  event TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, source, event, field, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE person_regimes (
  workspace TEXT NOT NULL,
  person_id TEXT NOT NULL,
  regimes INTEGER NOT NULL,
  PRIMARY KEY (workspace, person_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE api_keys ADD COLUMN source TEXT;
`

/**
 * Segments by their rules (JSON of title and rule; null once removed; `previous` is what undo brings back, the JSON text
 * `null` where there was none), computed traits, scores of models by person, and who entered and left when.
 */
export const segmentTables = `
CREATE TABLE segments (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT,
  previous TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE computed_traits (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE scores (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT NOT NULL,
  value REAL NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scores_by_person ON scores (workspace, person_id);
CREATE TABLE segment_changes (
  id INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL,
  segment_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  entered INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX segment_changes_by_segment ON segment_changes (workspace, segment_id, at);
CREATE INDEX segment_changes_by_person ON segment_changes (workspace, person_id);
`

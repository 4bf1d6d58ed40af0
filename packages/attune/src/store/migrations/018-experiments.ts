/**
 * Experiments, metrics and flags (JSON of what a team decided and of how it stands), and what was found each day where nothing
 * was tried: p values of comparisons of people with their like. None of it names anybody.
 */
export const experimentTables = `
CREATE TABLE experiments (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE metrics (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE flags (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE aa_checks (
  workspace TEXT NOT NULL,
  day TEXT NOT NULL,
  metric TEXT NOT NULL,
  p REAL NOT NULL,
  units INTEGER NOT NULL,
  checked_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, day, metric)
) STRICT, WITHOUT ROWID;
`

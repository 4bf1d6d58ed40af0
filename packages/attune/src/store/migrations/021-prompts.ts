/**
 * Words that a workspace wrote for prompts (JSON; null once removed, so that no number is given twice), and which version of
 * each prompt is used. None of it names anybody.
 */
export const promptTables = `
CREATE TABLE prompt_versions (
  workspace TEXT NOT NULL,
  prompt TEXT NOT NULL,
  version INTEGER NOT NULL,
  definition TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, prompt, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE prompt_uses (
  workspace TEXT NOT NULL,
  prompt TEXT NOT NULL,
  definition TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, prompt)
) STRICT, WITHOUT ROWID;
`

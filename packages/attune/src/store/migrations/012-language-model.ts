/** One row for every exchange with a language model: figures, never words. Times are milliseconds since the epoch. */
export const languageModelCalls = `
CREATE TABLE language_model_calls (
  id INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL,
  at INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt TEXT NOT NULL,
  prompt_version INTEGER NOT NULL,
  language TEXT NOT NULL,
  tokens_in INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  cost REAL NOT NULL,
  ms INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  cached INTEGER NOT NULL
) STRICT;
CREATE INDEX language_model_spent ON language_model_calls (workspace, purpose, at, tokens_in, tokens_out, cost);
CREATE INDEX language_model_recent ON language_model_calls (workspace, at);
`

/** Comparisons of models, as `attune evaluate --save` made them. */
export const evaluations = `
CREATE TABLE evaluations (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  comparison TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT, WITHOUT ROWID;
`

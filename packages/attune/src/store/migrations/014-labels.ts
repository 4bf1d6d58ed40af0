/** Labels that a team gives to texts, by task; a text is an item's or a file's, never one that belongs to a person. */
export const labelTables = `
CREATE TABLE text_labels (
  workspace TEXT NOT NULL,
  task TEXT NOT NULL,
  text_id TEXT NOT NULL,
  text TEXT NOT NULL,
  label TEXT NOT NULL,
  labelled_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, task, text_id)
) STRICT, WITHOUT ROWID;
`

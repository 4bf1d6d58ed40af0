/** Labels that a team gives to texts, by task. Of what a person said the text is empty and the id a digest of the message. */
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

/** Who agreed to what, when, how and to which text; never changed, only added to. Erasing a person removes their lines. */
export const consentTables = `
CREATE TABLE consents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT NOT NULL,
  person_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  text_version TEXT,
  regime TEXT
) STRICT;
CREATE INDEX consents_person ON consents (workspace, person_id, id);
CREATE TABLE consent_texts (
  workspace TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, version, language)
) STRICT, WITHOUT ROWID;
`

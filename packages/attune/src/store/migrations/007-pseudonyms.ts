/** After the key of the pseudonyms was changed: the pseudonym under the new key → the person id that stands in the data. */
export const pseudonyms = `
CREATE TABLE pseudonyms (
  generation INTEGER NOT NULL,
  pseudonym TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (generation, pseudonym)
) STRICT, WITHOUT ROWID;
CREATE INDEX pseudonyms_person ON pseudonyms (person_id);
`

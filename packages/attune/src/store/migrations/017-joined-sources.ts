/**
 * Which source told each trait, and when: JSON, sealed as the traits are. And what may join people: digests of their
 * e-mails, phones and devices under the installation's secret, kept only of the kinds that the configuration joins by.
 */
export const joinedSources = `
ALTER TABLE people ADD COLUMN trait_origins TEXT NOT NULL DEFAULT '{}';
CREATE TABLE person_identifiers (
  workspace TEXT NOT NULL,
  digest TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'device')),
  since INTEGER NOT NULL,
  PRIMARY KEY (workspace, digest, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_identifiers_person ON person_identifiers (workspace, person_id, kind);
`

/** What people, or operators for them, put right in their portraits: JSON under the person's key (profile/portrait/corrections.ts). */
export const portraitCorrections = `
CREATE TABLE portrait_corrections (
  workspace TEXT NOT NULL,
  person_id TEXT NOT NULL,
  corrections TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, person_id)
) STRICT;
`

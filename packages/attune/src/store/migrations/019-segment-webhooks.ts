/**
 * Webhooks may hear of some segments only (JSON array of ids; empty: of all). A change that a webhook wants to hear of is
 * `untold` until messages were made of it. A message about several persons names each by their digest, so that whoever is
 * erased is taken out of it.
 */
export const segmentWebhooks = `
ALTER TABLE webhooks ADD COLUMN segments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE segment_changes ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
CREATE INDEX segment_changes_untold ON segment_changes (workspace, segment_id, entered, id) WHERE untold = 1;
CREATE TABLE webhook_subjects (
  message_id TEXT NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  PRIMARY KEY (message_id, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_subjects_subject ON webhook_subjects (subject);
`

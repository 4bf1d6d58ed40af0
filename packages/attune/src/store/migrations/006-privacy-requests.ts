/** What people asked for, with deadlines and receipts. */
export const privacyRequests = `
CREATE TABLE privacy_requests (
  id TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('access', 'erasure', 'rectification', 'objection', 'explanation')),
  person_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'working', 'done', 'refused')),
  received_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  done_at INTEGER,
  actor TEXT NOT NULL,
  note TEXT NOT NULL,
  receipt TEXT,
  -- The person ids to erase; null once it is done.
  targets TEXT,
  -- When the last byte and the last model were without the person.
  purged_at INTEGER
) STRICT;
CREATE INDEX privacy_requests_due ON privacy_requests (workspace, status, due_at);
`

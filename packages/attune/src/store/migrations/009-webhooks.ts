/**
 * Addresses that are told of events, what waits to be told, and how telling went. Addresses, secrets and messages are sealed
 * (protect/vault) under `webhook ID`; a finished message keeps neither its text nor whom it was about.
 */
export const webhookTables = `
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  -- JSON { url, secrets: [{ secret, until }] }
  sealed TEXT NOT NULL,
  include_identifiers INTEGER NOT NULL CHECK (include_identifiers IN (0, 1)),
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  disabled_because TEXT CHECK (disabled_because IN ('hand', 'failing', 'gone')),
  -- In a row, and since when.
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER,
  rests_until INTEGER NOT NULL DEFAULT 0,
  delivered_at INTEGER,
  dropped INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_workspace ON webhooks (workspace);
CREATE TABLE webhook_messages (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  workspace TEXT NOT NULL,
  type TEXT NOT NULL,
  -- Keyed digest of the person it is about.
  subject TEXT,
  -- What is told once only has a name.
  once TEXT,
  sealed TEXT,
  state TEXT NOT NULL CHECK (state IN ('held', 'waiting', 'delivered', 'givenUp')),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  finished_at INTEGER,
  UNIQUE (webhook_id, once)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_messages_due ON webhook_messages (webhook_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_messages_subject ON webhook_messages (workspace, subject) WHERE subject IS NOT NULL;
CREATE INDEX webhook_messages_log ON webhook_messages (webhook_id, created_at);
CREATE TABLE webhook_attempts (
  message_id TEXT NOT NULL REFERENCES webhook_messages (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  -- Null: no answer.
  status INTEGER
) STRICT;
CREATE INDEX webhook_attempts_message ON webhook_attempts (message_id);
`

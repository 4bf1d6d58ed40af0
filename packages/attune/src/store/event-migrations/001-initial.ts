/**
 * The event tables (rows.ts). No keys or indexes: DuckDB's cost memory and slow every commit; message ids are kept
 * unique by message-ids.ts, and rows lie in the order in which they came, which lets scans skip by time.
 */
export const initial = `
CREATE TABLE events (
  workspace VARCHAR NOT NULL,
  message_id VARCHAR NOT NULL,
  type VARCHAR NOT NULL,
  event VARCHAR,
  user_id VARCHAR,
  anonymous_id VARCHAR,
  person_id VARCHAR NOT NULL,
  item_id VARCHAR,
  value DOUBLE,
  currency VARCHAR,
  decision_id VARCHAR,
  properties VARCHAR NOT NULL,
  context VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  sent_at TIMESTAMP,
  received_at TIMESTAMP NOT NULL,
  ts TIMESTAMP NOT NULL
);

CREATE TABLE interactions (
  workspace VARCHAR NOT NULL,
  message_id VARCHAR NOT NULL,
  person_id VARCHAR NOT NULL,
  item_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  amount DOUBLE NOT NULL,
  value DOUBLE,
  currency VARCHAR,
  decision_id VARCHAR,
  position INTEGER,
  ts TIMESTAMP NOT NULL
);

CREATE TABLE quarantine (
  workspace VARCHAR NOT NULL,
  received_at TIMESTAMP NOT NULL,
  source VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  field VARCHAR,
  message VARCHAR NOT NULL,
  message_id VARCHAR,
  payload VARCHAR
);

CREATE TABLE decisions (
  workspace VARCHAR NOT NULL,
  decision_id VARCHAR NOT NULL,
  placement VARCHAR NOT NULL,
  person_id VARCHAR NOT NULL,
  variation VARCHAR NOT NULL,
  variation_propensity DOUBLE NOT NULL,
  model VARCHAR NOT NULL,
  model_version INTEGER NOT NULL,
  fallback VARCHAR,
  items VARCHAR NOT NULL,
  context VARCHAR NOT NULL,
  ts TIMESTAMP NOT NULL
);

-- The merges in force, flattened: a copy of what the state store says, so that SQL can resolve persons.
CREATE TABLE person_merges (
  workspace VARCHAR NOT NULL,
  from_person_id VARCHAR NOT NULL,
  into_person_id VARCHAR NOT NULL
);

-- The number of the last group of the journal whose rows are in these tables.
CREATE TABLE journal_position (sequence BIGINT NOT NULL);
INSERT INTO journal_position VALUES (0);
`

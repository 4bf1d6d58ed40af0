/**
 * Identifiers leave the event tables, and what is personal in an event or a decision stands sealed in a column of its own.
 * `identifiers_in_clear` holds the identifiers until protect/vault/seal-stored.ts has sealed them and the rest.
 */
export const sealedParts = `
CREATE TABLE identifiers_in_clear AS
  SELECT workspace, person_id, CASE WHEN user_id IS NULL THEN 'anonymous' ELSE 'user' END AS kind,
    coalesce(user_id, anonymous_id) AS id, min(ts) AS first
  FROM events WHERE coalesce(user_id, anonymous_id) IS NOT NULL GROUP BY ALL;
ALTER TABLE events DROP COLUMN user_id;
ALTER TABLE events DROP COLUMN anonymous_id;
ALTER TABLE events ADD COLUMN sealed VARCHAR;
ALTER TABLE decisions ADD COLUMN sealed VARCHAR;
ALTER TABLE quarantine ADD COLUMN person_id VARCHAR;
`

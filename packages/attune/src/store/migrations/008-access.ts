/**
 * People who sign in, their sessions and one-time links, and keys that end. E-mail, name and second factor are sealed
 * (protect/vault) under `user ID`; tokens, links and recovery codes are kept as hashes.
 */
export const accessTables = `
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  email_index TEXT NOT NULL,
  sealed TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT,
  totp_sealed TEXT,
  totp_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (totp_confirmed IN (0, 1)),
  totp_last_step INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  last_sign_in_at INTEGER,
  UNIQUE (workspace, email_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_codes (
  user_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_links (
  hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  workspace TEXT NOT NULL,
  user_id TEXT NOT NULL,
  method TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  personal_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE TABLE sign_in_failures (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
`

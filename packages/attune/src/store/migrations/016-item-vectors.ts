/** Vectors of item texts, by encoder and SHA-256 of the text: little-endian floats. */
export const itemVectors = `
CREATE TABLE item_vectors (
  workspace TEXT NOT NULL,
  encoder TEXT NOT NULL,
  hash TEXT NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (workspace, encoder, hash)
) STRICT, WITHOUT ROWID;
`

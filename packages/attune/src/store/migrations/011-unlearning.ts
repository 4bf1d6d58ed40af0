/** How far models are with being without an erased person. */
export const unlearning = `
-- Digests of the person ids, for finding the person in what models keep of their data; null once all models are without them.
ALTER TABLE privacy_requests ADD COLUMN subjects TEXT;
-- What became of each model: see models/unlearning.ts.
ALTER TABLE privacy_requests ADD COLUMN models TEXT;
-- When everything that could be changed at once had been.
ALTER TABLE privacy_requests ADD COLUMN forgotten_at INTEGER;
`

/** Which source told each trait, and when: JSON, sealed as the traits are. */
export const traitOrigins = `ALTER TABLE people ADD COLUMN trait_origins TEXT NOT NULL DEFAULT '{}'`

/** Identifiers and traits of people are sealed under each person's key; seal-stored.ts seals what is there in clear. */
export const sealedPeople = `
DROP INDEX people_user;
ALTER TABLE people RENAME COLUMN user_id TO identifier;
ALTER TABLE people ADD COLUMN kind TEXT CHECK (kind IN ('user', 'anonymous'));
UPDATE people SET kind = 'user' WHERE identifier IS NOT NULL;
`

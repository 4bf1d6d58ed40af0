import { createHash } from 'node:crypto'

/** SHA-256 of a text, base64url: the name under which its vector is kept. */
export const contentHash = (text: string): string => createHash('sha256').update(text).digest('base64url')

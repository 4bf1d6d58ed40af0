import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as text: nothing to guess, so a plain hash of it may be stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token: SHA-256, hex. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

export const newId = (kind: 'user' | 'session'): string => `${kind}_${randomBytes(8).toString('hex')}`

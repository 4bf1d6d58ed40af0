import { attuneError } from '../errors.ts'

/** A place in a list that is ordered by time and then by id, both falling. */
export interface Cursor {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly id: string
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

/** @throws AttuneError `invalid-cursor` */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [unknown, unknown]
    if (typeof at === 'number' && Number.isFinite(at) && typeof id === 'string') return { at, id }
  } catch {
    // Falls through to the one refusal below.
  }
  throw attuneError('invalid-cursor', 'Take the cursor from `next` of the page before.', {
    details: { field: 'cursor' },
  })
}

/** Why an event is not stored. */
export interface Refusal {
  /** Stable, kebab-case: `missing-field`, `wrong-type`, `too-long`, `impossible-value`, … */
  readonly code: string
  /** JSON path inside the event, such as `properties.products[1].price`; null for the whole event. */
  readonly field: string | null
  /** A sentence that says what is expected; never the value itself, which may be personal. */
  readonly message: string
}

/** Collects the first refusal while an event is read, so that the readers stay plain functions and nothing is thrown on the hot path. */
export class Judgement {
  refusal: Refusal | null = null

  refuse(code: string, field: string | null, message: string): void {
    this.refusal ??= { code, field, message }
  }
}

/** What a value is, in words, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not a finite number'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

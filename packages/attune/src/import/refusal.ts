/** A line of a source that was set aside. */
export interface Refusal {
  readonly file: string
  /** From 1; the line on which the record starts. */
  readonly line: number
  /** Stable code: `missing-field`, `impossible-value`, `broken-quoting`, `wrong-column-count`, `broken-json`, … */
  readonly reason: string
  /** The column it is about; null for the whole line. */
  readonly field: string | null
  readonly message: string
  /** The line as it came, cut at 4,096 characters. */
  readonly payload: string | null
}

/** The longest text of a set-aside line that is kept, in characters. */
export const maxPayloadLength = 4096

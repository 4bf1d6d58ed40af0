/** One measured figure of the ledger. */
export interface Figure {
  readonly measure: string
  readonly value: number
  readonly unit: string
  /** What is asked of it, for example `≥ 25,000`; absent for figures that only inform. */
  readonly asked?: string
  /** Whether it is met; absent where nothing is asked. */
  readonly met?: boolean
}

export interface Bench {
  readonly name: string
  readonly title: string
  /** Folders of the public data sets without which it cannot run; none where it makes its own data. */
  readonly data?: readonly string[]
  /** Measures. Progress goes to standard error. */
  run(): Promise<readonly Figure[]>
  /** Quick check that what is measured is also right (counts, floors of quality); throws when it is not. */
  check?(): Promise<void>
}

/** What data about a person may be used for. */
export type Purpose =
  | 'storage'
  | 'analytics'
  | 'personalisation'
  | 'advertising'
  | 'profiling'
  | 'training'
  | 'thirdParties'
  | 'sensitive'

/** Laws that say what holds while a person has said nothing. */
export type Regime = 'gdpr' | 'pipl' | 'ccpa' | 'open'

/** What a browser says of its person's wishes: Global Privacy Control, Do Not Track. */
export type PrivacySignal = 'gpc' | 'dnt'

export type PurposeAnswers = Readonly<Partial<Record<Purpose, boolean>>>

/** What the person chose on this device. */
export interface ConsentChoice {
  readonly purposes: PurposeAnswers
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly source: 'banner' | 'preferences' | 'api'
  /** The version of the text that was shown; null where none was. */
  readonly textVersion: string | null
}

/** What the server says of the visitor: `GET /v1/consent`. */
export interface ConsentAnswer {
  readonly answers: Readonly<
    Record<Purpose, { readonly allowed: boolean; readonly because: 'word' | 'signal' | 'regime' }>
  >
  readonly regime: Regime
  /** Whether that law asks before behaviour is recorded. */
  readonly asksFirst: boolean
  readonly text: { readonly version: string; readonly language: string; readonly body: string } | null
  readonly purposes: readonly {
    readonly purpose: Purpose
    /** Needs a yes of its own: accepting everything at once does not grant it. */
    readonly separate: boolean
    readonly title: { readonly en: string; readonly zh: string }
    readonly description: { readonly en: string; readonly zh: string }
  }[]
}

export interface ConsentState {
  readonly choice: ConsentChoice | null
  /** Respected until the person chooses; null also where the page ignores signals. */
  readonly signal: PrivacySignal | null
  /** Null until the server has been asked and has answered on this page. */
  readonly answer: ConsentAnswer | null
}

export interface Consent {
  get(): ConsentState
  /** Whether data may be used for the purpose now; undefined until the server has said what holds without a word. */
  allows(purpose: Purpose): boolean | undefined
  /**
   * Asks the server what holds, and for its text in a language (default: the page's). Never throws: `answer` stays as it
   * was when the server cannot be reached, and it is asked again later.
   */
  load(language?: string): Promise<ConsentState>
  /**
   * Takes the person's word on some purposes: it holds at once, is kept on this device and told to the server until it
   * has answered, before any event that may depend on it. What may no longer be recorded and still waits is dropped;
   * without `storage` the ids are too.
   */
  set(purposes: PurposeAnswers, how?: Partial<Pick<ConsentChoice, 'source' | 'textVersion'>>): void
  /** Calls on every change, also those of other tabs; returns how to stop. */
  onChange(listener: () => void): () => void
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** What one exchange asks of a model: everything in it is already without personal data. */
export interface ModelRequest {
  readonly messages: readonly ModelMessage[]
  /** Of the answer. */
  readonly maxTokens: number
  readonly temperature?: number
  readonly seed?: number
  /** JSON Schema that the answer has to fit, for models that can be bound to one. */
  readonly schema?: { readonly name: string; readonly json: Readonly<Record<string, unknown>> }
  readonly signal: AbortSignal
}

export interface ModelEnd {
  /** As the server counted; undefined where it did not say. */
  readonly tokensIn: number | undefined
  readonly tokensOut: number | undefined
  /** `tool`: it wants something done instead of answering. */
  readonly finish: 'stop' | 'length' | 'filtered' | 'tool'
}

export interface ModelAnswer extends ModelEnd {
  readonly text: string
}

/**
 * One model behind the door. Failures are LanguageErrors: `rate-limited` (`retryAfterMs` in its details), `unreachable` (with
 * `status` where the server spoke), `refused`, `bad-answer`. Their words hold nothing of the request or the answer.
 */
export interface TextModel {
  /** Whether `schema` binds it; where it does not, the schema has to stand in the prompt. */
  readonly takesSchema: boolean
  write(request: ModelRequest): Promise<ModelAnswer>
  /** Pieces as they come; what is returned at the end says how it ended. */
  stream(request: ModelRequest): AsyncGenerator<string, ModelEnd>
}

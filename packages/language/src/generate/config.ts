/** What a model costs, in the team's currency for a million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
}

interface CommonModelConfig {
  /** Default: costs nothing. */
  readonly price?: ModelPrice
  /** For everything together: waiting for a turn, tries, the whole answer. Default 60,000. */
  readonly timeoutMs?: number
  /** Tries in all while the server says 429 or 5xx. Default 3. */
  readonly attempts?: number
  /** Calls at the same time. Default 4. */
  readonly concurrency?: number
  /** Estimated tokens of a prompt at most. Default 32,000. */
  readonly maxInputTokens?: number
  /** After so many failures in a row the model rests. Default 5. */
  readonly failuresToOpen?: number
  /** So long. Default 30,000. */
  readonly restMs?: number
}

export interface CompatibleModelConfig extends CommonModelConfig {
  readonly provider: 'openai-compatible'
  /** Such as `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
  /** Whether the server binds answers to a JSON Schema; otherwise the schema stands in the prompt. Default false. */
  readonly supportsStructuredOutputs?: boolean
}

export interface HostedModelConfig extends CommonModelConfig {
  readonly provider: 'anthropic' | 'google'
  readonly model: string
  readonly apiKey: string
  /** Default: the provider's own address. */
  readonly baseUrl?: string
}

export interface GgufModelConfig extends CommonModelConfig {
  readonly provider: 'gguf'
  /** The file. */
  readonly path: string
}

export interface DecoderModelConfig extends CommonModelConfig {
  readonly provider: 'decoder'
  /** A folder that Attune's own training wrote; `openDecoder` of the dependencies opens it. */
  readonly folder: string
}

export type ModelConfig = CompatibleModelConfig | HostedModelConfig | GgufModelConfig | DecoderModelConfig

/** Limits of what a purpose may use in a day and a month (UTC); what is not said is not limited. */
export interface Budget {
  readonly tokensPerDay?: number
  readonly tokensPerMonth?: number
  readonly costPerDay?: number
  readonly costPerMonth?: number
}

export interface PurposeConfig {
  /** Name of a model; null: none for this purpose. */
  readonly model: string | null
  readonly budget?: Budget
  /** Of an answer at most. Default 1024. */
  readonly maxTokens?: number
  readonly temperature?: number
}

export interface LanguageModelConfig {
  readonly models: Readonly<Record<string, ModelConfig>>
  /** What each purpose uses; `*` is for purposes that are not named. Without any, no model is used. */
  readonly purposes: Readonly<Record<string, PurposeConfig>>
}

import { LanguageError } from '../errors.ts'
import { type Encoder, unitVectors } from './encoder.ts'

export interface EndpointEncoderOptions {
  /** `https://host/v1`; `/embeddings` is asked below it. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string | undefined
  readonly fetch: typeof globalThis.fetch
  /** Further tries after an answer of 429 or 5xx. Default 2. */
  readonly retries?: number
  /** Default 30,000. */
  readonly timeoutMs?: number
}

/** An encoder behind an OpenAI-compatible server. What is sent leaves this machine: redact what is personal first. */
export function endpointEncoder(options: EndpointEncoderOptions): Encoder {
  const { baseUrl, model, apiKey, fetch, retries = 2, timeoutMs = 30_000 } = options
  return {
    id: `${new URL(baseUrl).host}/${model}`,
    async embed(texts, { signal } = {}) {
      if (texts.length === 0) return []
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        const { embedMany, createOpenAICompatible } = await loadSdk()
        const provider = createOpenAICompatible({
          name: 'embeddings',
          baseURL: baseUrl.replace(/\/+$/, ''),
          fetch,
          ...(apiKey === undefined ? {} : { apiKey }),
        })
        const { embeddings } = await embedMany({
          model: provider.embeddingModel(model),
          values: [...texts],
          maxRetries: retries,
          abortSignal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        return unitVectors(embeddings, texts.length)
      } catch (cause) {
        if (cause instanceof LanguageError) throw cause
        if (signal?.aborted) throw new LanguageError('cancelled', 'Making vectors was cancelled.', {}, { cause })
        const why = timeout.aborted ? 'it did not answer in time' : 'it refused or answered with something else'
        throw new LanguageError(
          'encoder-failed',
          `The embedding server gave no vectors: ${why}. Check its address, the model and the key.`,
          { status: statusOf(cause) },
          { cause },
        )
      }
    },
  }
}

/** Loaded at the first call: the SDK is the heaviest part of this package, and most programs and threads never ask it. */
async function loadSdk() {
  const [{ embedMany }, { createOpenAICompatible }] = await Promise.all([
    import('ai'),
    import('@ai-sdk/openai-compatible'),
  ])
  return { embedMany, createOpenAICompatible }
}

/** Of an answer that was refused. */
function statusOf(error: unknown): number | null {
  const last = error instanceof Error && 'lastError' in error ? error.lastError : error
  return last instanceof Error && 'statusCode' in last && typeof last.statusCode === 'number' ? last.statusCode : null
}

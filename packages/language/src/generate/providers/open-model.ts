import { LanguageError } from '../../errors.ts'
import type { ModelConfig } from '../config.ts'
import type { TextModel } from '../text-model.ts'
import { boundedFetch, type Fetch } from './bounded-fetch.ts'
import { type LocalWriter, localModel } from './local-model.ts'
import { openGguf } from './open-gguf.ts'
import { type SdkModel, sdkModel } from './sdk-model.ts'

export interface ProviderDependencies {
  readonly fetch: Fetch
  readonly now: () => number
  /** Opens a decoder of Attune's own. */
  readonly openDecoder?: (folder: string) => Promise<LocalWriter>
  /** Imports node-llama-cpp. Default: from where this package is installed. */
  readonly loadLlama?: () => Promise<unknown>
}

/** Of one answer at most: far above what any limit of tokens allows. */
const longestAnswerBytes = 4 << 20
const llamaPackage = 'node-llama-cpp'

/** The model of a configuration. Nothing is loaded or asked before the first call. */
export function openModel(
  config: ModelConfig,
  { fetch, now, openDecoder, loadLlama }: ProviderDependencies,
): TextModel {
  const bounded = boundedFetch(fetch, longestAnswerBytes)
  switch (config.provider) {
    case 'openai-compatible': {
      const { baseUrl, model, apiKey, supportsStructuredOutputs = false } = config
      return sdkModel({
        now,
        takesSchema: supportsStructuredOutputs,
        open: once(async () => {
          const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
          return createOpenAICompatible({
            name: 'openaiCompatible',
            baseURL: baseUrl,
            fetch: bounded,
            includeUsage: true,
            supportsStructuredOutputs,
            ...(apiKey === undefined ? {} : { apiKey }),
          }).chatModel(model)
        }),
      })
    }
    case 'anthropic': {
      const { model, apiKey, baseUrl } = config
      return sdkModel({
        now,
        takesSchema: true,
        open: once(async () => {
          const { createAnthropic } = await import('@ai-sdk/anthropic')
          return createAnthropic({ apiKey, fetch: bounded, ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) })(
            model,
          )
        }),
      })
    }
    case 'google': {
      const { model, apiKey, baseUrl } = config
      return sdkModel({
        now,
        takesSchema: true,
        open: once(async () => {
          const { createGoogleGenerativeAI } = await import('@ai-sdk/google')
          return createGoogleGenerativeAI({
            apiKey,
            fetch: bounded,
            ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
          })(model)
        }),
      })
    }
    case 'gguf':
      return localModel(() => openGguf(config.path, loadLlama ?? (() => import(llamaPackage))), true)
    case 'decoder':
      return localModel(() => decoderOf(config.folder, openDecoder), false)
  }
}

async function decoderOf(folder: string, open: ProviderDependencies['openDecoder']): Promise<LocalWriter> {
  if (open) return open(folder)
  throw new LanguageError('no-model', 'Nothing that opens decoders was given to this program.')
}

function once(open: () => Promise<SdkModel>): () => Promise<SdkModel> {
  let opened: Promise<SdkModel> | undefined
  return () => {
    opened ??= open()
    return opened
  }
}

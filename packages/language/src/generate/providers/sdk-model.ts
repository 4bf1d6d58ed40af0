import type { LanguageModel } from 'ai'
import { badAnswer } from '../check-answer.ts'
import type { ModelAnswer, ModelEnd, ModelRequest, TextModel } from '../text-model.ts'
import { callFailure } from './call-failure.ts'

/** A model as providers of the AI SDK make it. */
export type SdkModel = Extract<LanguageModel, { readonly specificationVersion: 'v4' }>
type CallOptions = Parameters<SdkModel['doGenerate']>[0]
type Result = Awaited<ReturnType<SdkModel['doGenerate']>>

export interface SdkModelOptions {
  readonly open: () => Promise<SdkModel>
  readonly takesSchema: boolean
  readonly now: () => number
}

/**
 * A model of the AI SDK behind our interface. The provider is called itself and not through `generateText` of the SDK: that
 * prints warnings and errors to the console, with texts in them, and has retries of its own.
 */
export function sdkModel({ open, takesSchema, now }: SdkModelOptions): TextModel {
  return {
    takesSchema,
    async write(request) {
      try {
        return answerOf(await (await open()).doGenerate(optionsOf(request, takesSchema)))
      } catch (error) {
        throw callFailure(error, now)
      }
    },
    async *stream(request) {
      let end: ModelEnd | undefined
      let written = false
      try {
        const { stream } = await (await open()).doStream(optionsOf(request, takesSchema))
        for await (const part of stream) {
          if (part.type === 'text-delta' && part.delta !== '') {
            written = true
            yield part.delta
          }
          if (part.type === 'tool-call') end = { tokensIn: undefined, tokensOut: undefined, finish: 'tool' }
          if (part.type === 'error') throw part.error
          if (part.type === 'finish' && end?.finish !== 'tool') end = endOf(part)
        }
      } catch (error) {
        throw written ? incomplete() : callFailure(error, now)
      }
      if (end === undefined) throw incomplete()
      return end
    },
  }
}

const incomplete = () =>
  badAnswer('incomplete', 'The answer of the language model broke off. What came of it is not whole.', {
    incomplete: true,
  })

function optionsOf(
  { messages, maxTokens, temperature, seed, schema, signal }: ModelRequest,
  takesSchema: boolean,
): CallOptions {
  return {
    prompt: messages.map(({ role, text }) =>
      role === 'system' ? { role, content: text } : { role, content: [{ type: 'text' as const, text }] },
    ),
    maxOutputTokens: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(takesSchema && schema
      ? { responseFormat: { type: 'json' as const, name: schema.name, schema: schema.json } }
      : {}),
    // Strict schemas of some servers know no optional fields.
    providerOptions: { openaiCompatible: { strictJsonSchema: false } },
    abortSignal: signal,
  }
}

function answerOf(result: Result): ModelAnswer {
  if (result.content.some(({ type }) => type === 'tool-call'))
    return { text: '', tokensIn: undefined, tokensOut: undefined, finish: 'tool' }
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  return { text, ...endOf(result) }
}

function endOf({ usage, finishReason }: Pick<Result, 'usage' | 'finishReason'>): ModelEnd {
  const counted = { tokensIn: usage.inputTokens.total, tokensOut: usage.outputTokens.total }
  switch (finishReason.unified) {
    case 'stop':
      return { ...counted, finish: 'stop' }
    case 'length':
      return { ...counted, finish: 'length' }
    case 'content-filter':
      return { ...counted, finish: 'filtered' }
    case 'tool-calls':
      return { ...counted, finish: 'tool' }
    default:
      // Without a reason to end it did not end.
      throw incomplete()
  }
}

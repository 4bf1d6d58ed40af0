import { LanguageError } from '../../errors.ts'
import type { ModelMessage, ModelRequest, TextModel } from '../text-model.ts'

/** A model in this process. */
export interface LocalWriter {
  /** The answer in pieces; what is returned says whether it ended by itself. Ends early when the signal fires. */
  write(request: {
    readonly system: string
    readonly messages: readonly ModelMessage[]
    readonly maxTokens: number
    readonly temperature: number
    readonly seed: number | undefined
    readonly schema: ModelRequest['schema']
    readonly signal: AbortSignal
  }): AsyncGenerator<string, 'stop' | 'length'>
  countTokens(text: string): number
}

/** A model in this process behind our interface; it is opened at the first call, and once. */
export function localModel(open: () => Promise<LocalWriter>, takesSchema: boolean): TextModel {
  let opened: Promise<LocalWriter> | undefined
  const writer = (): Promise<LocalWriter> => {
    opened ??= open().catch((error: unknown) => {
      // What was missing may be there next time.
      opened = undefined
      throw error
    })
    return opened
  }
  const stream: TextModel['stream'] = async function* ({ messages, maxTokens, temperature = 0, seed, schema, signal }) {
    const { write, countTokens } = await writer()
    const system = messages.flatMap(({ role, text }) => (role === 'system' ? [text] : [])).join('\n\n')
    const rest = messages.filter(({ role }) => role !== 'system')
    let text = ''
    try {
      const pieces = write({ system, messages: rest, maxTokens, temperature, seed, schema, signal })
      for (;;) {
        const { done, value } = await pieces.next()
        if (done) {
          const tokensIn = messages.reduce((sum, message) => sum + countTokens(message.text), 0)
          return { tokensIn, tokensOut: countTokens(text), finish: value }
        }
        text += value
        yield value
      }
    } catch (cause) {
      if (cause instanceof LanguageError) throw cause
      if (signal.aborted) throw signal.reason
      // Its message may hold the text.
      throw new LanguageError(
        'unreachable',
        'The local language model failed. It may need more memory, or its file may be broken.',
      )
    }
  }
  return {
    takesSchema,
    stream,
    async write(request) {
      const pieces = stream(request)
      let text = ''
      for (;;) {
        const { done, value } = await pieces.next()
        if (done) return { text, ...value }
        text += value
      }
    },
  }
}

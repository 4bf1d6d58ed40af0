import { LanguageError } from '../../errors.ts'
import type { LocalWriter } from './local-model.ts'

/** What is used of node-llama-cpp 3. */
export interface LlamaModule {
  getLlama(): Promise<{
    loadModel(options: { modelPath: string }): Promise<LlamaModel>
    createGrammarForJsonSchema(schema: unknown): Promise<unknown>
  }>
  readonly LlamaChatSession: new (options: {
    contextSequence: unknown
    systemPrompt: string
    autoDisposeSequence?: boolean
  }) => LlamaSession
}
interface LlamaModel {
  createContext(): Promise<{ getSequence(): unknown; dispose(): Promise<void> }>
  tokenize(text: string): readonly unknown[]
}
interface LlamaSession {
  setChatHistory(history: readonly unknown[]): void
  promptWithMeta(
    text: string,
    options: {
      maxTokens: number
      temperature: number
      seed?: number
      grammar?: unknown
      signal: AbortSignal
      stopOnAbortSignal: boolean
      onTextChunk: (chunk: string) => void
    },
  ): Promise<{ readonly stopReason: string }>
}

const notInstalled = (cause: unknown) =>
  new LanguageError(
    'no-model',
    'A GGUF file needs the package node-llama-cpp, which is not installed. Install it beside Attune (npm install node-llama-cpp), or use another provider.',
    {},
    { cause },
  )

/**
 * A GGUF file through node-llama-cpp, which is loaded when it is first needed.
 *
 * @param load imports the package
 * @throws LanguageError `no-model` when the package is not installed or the file cannot be read
 */
export async function openGguf(path: string, load: () => Promise<unknown>): Promise<LocalWriter> {
  const module = (await load().catch((cause: unknown) => {
    throw notInstalled(cause)
  })) as LlamaModule
  const llama = await module.getLlama()
  const model = await llama.loadModel({ modelPath: path }).catch((cause: unknown) => {
    throw new LanguageError(
      'no-model',
      'The GGUF file of the language model cannot be read. Look at its path, and whether it is whole.',
      {},
      { cause },
    )
  })
  return {
    countTokens: (text) => model.tokenize(text).length,
    async *write({ system, messages, maxTokens, temperature, seed, schema, signal }) {
      const context = await model.createContext()
      try {
        const session = new module.LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: system })
        session.setChatHistory([
          { type: 'system', text: system },
          ...messages
            .slice(0, -1)
            .map(({ role, text }) =>
              role === 'assistant' ? { type: 'model', response: [text] } : { type: 'user', text },
            ),
        ])
        const grammar = schema && (await llama.createGrammarForJsonSchema(schema.json))
        const pieces: string[] = []
        let wake = (): void => undefined
        let ended = false
        const answer = session
          .promptWithMeta(messages.at(-1)?.text ?? '', {
            maxTokens,
            temperature,
            ...(seed === undefined ? {} : { seed }),
            ...(grammar === undefined ? {} : { grammar }),
            signal,
            stopOnAbortSignal: false,
            onTextChunk(chunk) {
              pieces.push(chunk)
              wake()
            },
          })
          .finally(() => {
            ended = true
            wake()
          })
        // Whoever stops reading does not make an unhandled rejection of it.
        answer.catch(() => undefined)
        for (;;) {
          const piece = pieces.shift()
          if (piece !== undefined) yield piece
          else if (ended) break
          else
            await new Promise<void>((resolve) => {
              wake = resolve
            })
        }
        const { stopReason } = await answer
        return stopReason === 'maxTokens' ? 'length' : 'stop'
      } finally {
        await context.dispose()
      }
    },
  }
}

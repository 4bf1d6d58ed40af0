import type { LocalWriter } from '@attune/language'
import { LanguageError } from '@attune/language'
import { openDecoder } from '../write/open-decoder.ts'

/**
 * A decoder of “attune pretrain” or “attune finetune write” as a writer: it goes on with what it is sent, for it knows no chat.
 *
 * @throws LanguageError `no-model` when the folder cannot be read
 */
export async function openOwnDecoder(folder: string): Promise<LocalWriter> {
  const { createRandom, openGenerator } = await import('@attune/learn')
  const { shape, weights, tokenizer } = opened(folder)
  const generator = openGenerator({
    shape,
    parameters: new Map([...(weights ?? [])].map(([name, data]) => [`decoder.${name}`, data])),
  })
  const draw = createRandom(1, 'language model')
  return {
    countTokens: (text) => tokenizer.encode(text).length,
    async *write({ system, messages, maxTokens, temperature, seed = Math.floor(draw() * 2 ** 31), signal }) {
      const prompt = [system, ...messages.map(({ text }) => text)].join('\n\n')
      const all = tokenizer.encode(prompt)
      // What does not fit is left out at the beginning: the task stands at the end.
      const room = Math.max(1, shape.positions - maxTokens)
      const tokens: number[] = []
      let shown = ''
      const pieces = generator.stream(all.slice(-room), { longest: maxTokens, temperature, seed, signal })
      for (;;) {
        const { done, value } = await pieces.next()
        if (done) return value === 'stop' ? 'stop' : 'length'
        tokens.push(value)
        const text = tokenizer.decode(tokens)
        // Half of a character is not shown before its other half is there.
        if (text.endsWith('\ufffd') || !text.startsWith(shown)) continue
        const piece = text.slice(shown.length)
        shown = text
        if (piece !== '') yield piece
      }
    },
  }
}

function opened(folder: string): ReturnType<typeof openDecoder> {
  try {
    return openDecoder(folder, [], { layers: 0, width: 0, vocabulary: 0 })
  } catch (cause) {
    throw new LanguageError(
      'no-model',
      'The folder of the language model cannot be read. It needs config.json, tokenizer.json and model.safetensors, as “attune pretrain” writes them.',
      {},
      { cause },
    )
  }
}

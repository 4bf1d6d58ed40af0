import { type DecoderShape, saveDecoder, type Tokenizer } from '@attune/learn'
import { asJson } from '../finetune/write-folder.ts'
import { marksOf } from './writer-model.ts'

/**
 * A decoder as `openDecoder` and Hugging Face's libraries read it.
 *
 * @param parameters by name, with the prefix `decoder`
 */
export function decoderFiles(
  shape: DecoderShape,
  parameters: ReadonlyMap<string, Float32Array>,
  tokenizer: Tokenizer,
  tokenizerJson: unknown,
): Record<'config.json' | 'tokenizer.json' | 'model.safetensors', string | Uint8Array> {
  const weights = new Map([...parameters].map(([name, data]) => [name.replace(/^decoder\./, ''), data]))
  const { begin, end } = marksOf(tokenizer)
  const [first] = begin
  const { config, safetensors } = saveDecoder(shape, weights, { ...(first === undefined ? {} : { begin: first }), end })
  return {
    'config.json': asJson(config),
    'tokenizer.json': JSON.stringify(tokenizerJson),
    'model.safetensors': safetensors,
  }
}

import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { EncodedText } from './encoded-text.ts'
import type { Head } from './head.ts'
import { openTextNetwork, type TextNetworkModel } from './open-text-network.ts'

export interface TextModel<Answer> {
  ask(texts: readonly EncodedText[]): Promise<readonly Answer[]>
  [Symbol.asyncDispose](): Promise<void>
}

export interface TextModelOptions<Label, Answer> extends Omit<TextNetworkModel, 'write' | 'longest'> {
  readonly head: Head<Label, Answer>
  readonly shape: EncoderShape
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<EncoderOptions, 'lora' | 'adapters'>
}

/** What was fine-tuned with a head, ready to be asked. */
export function openTextModel<Label, Answer>(model: TextModelOptions<Label, Answer>): TextModel<Answer> {
  const { head, shape, tuning: { lora, adapters } = {} } = model
  const tuning = { ...(lora ? { lora } : {}), ...(adapters ? { adapters } : {}) }
  // The loss is written too, for a whole number of examples, and left out when the network is made.
  const batch = Math.ceil((model.batch ?? 32) / head.texts) * head.texts
  const network = openTextNetwork({
    ...model,
    longest: shape.positions,
    batch,
    write: (graph, size) => head.write(graph, { shape, ...size, tuning }).answers,
  })
  return {
    async ask(texts) {
      const rows = await network.run(texts)
      return rows.map((row, i) => head.read(row, texts[i] ?? []))
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}

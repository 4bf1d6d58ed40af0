import { contrastive } from './heads/contrastive.ts'
import { openTextModel, type TextModel, type TextModelOptions } from './open-text-model.ts'

/**
 * An encoder, ready to turn texts into vectors: the mean of those of a text's tokens, made 1 long, so that a scalar product is the
 * cosine.
 *
 * @example
 * await using encoder = openTextEncoder({ shape, padding, parameters })
 * const [coat, jacket] = await encoder.ask([tokenizer.encode('a coat'), tokenizer.encode('a jacket')])
 */
export const openTextEncoder = (model: Omit<TextModelOptions<number, Float32Array>, 'head'>): TextModel<Float32Array> =>
  openTextModel({ ...model, head: contrastive() })

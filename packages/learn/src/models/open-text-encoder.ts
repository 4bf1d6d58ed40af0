import { contrastive } from './heads/contrastive.ts'
import { openTextModel, type TextModel, type TextModelOptions } from './open-text-model.ts'

export type TextEncoderModel = Omit<TextModelOptions<number, Float32Array>, 'head'>

/**
 * An encoder, ready to turn texts into vectors: the mean of those of a text's tokens, made 1 long, so that a scalar product is the
 * cosine.
 *
 * @example
 * await using encoder = openTextEncoder({ shape, padding, parameters })
 * const [coat, jacket] = await encoder.ask([tokenizer.encode('a coat'), tokenizer.encode('a jacket')])
 */
export const openTextEncoder = (model: TextEncoderModel): TextModel<Float32Array> =>
  openTextModel({ ...model, head: contrastive() })

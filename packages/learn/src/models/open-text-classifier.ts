import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { EncodedText } from './encoded-text.ts'
import { openTextNetwork, type TextNetworkModel } from './open-text-network.ts'
import { outOfScope, type Scope } from './scope.ts'
import { textClassifier } from './text-classifier.ts'

export interface TextClassifierModel extends Omit<TextNetworkModel, 'write' | 'segments'> {
  readonly shape: EncoderShape
  readonly classes: number
  /** Adaptations that were not merged. */
  readonly tuning?: Pick<EncoderOptions, 'lora' | 'adapters'>
  /** How it is told that a text belongs to none of the classes. Default by energy. */
  readonly scope?: Scope
}

export interface Classified {
  /** The likeliest class. */
  readonly label: number
  /** Of each class, adding up to 1. */
  readonly probabilities: Float32Array
  /** Larger: less likely to belong to any class. Its unit depends on the kind of `scope`. */
  readonly outOfScope: number
}

export interface TextClassifier {
  /** @param texts token ids of each text */
  classify(texts: readonly EncodedText[]): Promise<readonly Classified[]>
  /** What `fitScope` learns from: the mean of the vectors of a text's tokens. */
  vectors(texts: readonly EncodedText[]): Promise<readonly Float32Array[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** A trained classifier, ready to be asked. */
export async function openTextClassifier(model: TextClassifierModel): Promise<TextClassifier> {
  const { shape, classes, tuning = {}, scope = { kind: 'energy' } } = model
  const { lora, adapters } = tuning
  const network = openTextNetwork({
    ...model,
    write: (graph, size) => {
      const options = { ...size, classes, ...(lora ? { lora } : {}), ...(adapters ? { adapters } : {}) }
      const { logits, vectors } = textClassifier(graph, shape, options)
      return { logits, vector: vectors }
    },
  })
  return {
    async classify(texts) {
      const found = await network.run(texts)
      return found.map(({ logits = none, vector = none }) => ({
        ...classified(logits),
        outOfScope: outOfScope(scope, { logits, vector }),
      }))
    },
    async vectors(texts) {
      return (await network.run(texts)).map(({ vector = none }) => vector)
    },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}

const none = new Float32Array(0)

function classified(logits: Float32Array): Pick<Classified, 'label' | 'probabilities'> {
  const label = logits.indexOf(Math.max(...logits))
  const top = logits[label] as number
  const powers = logits.map((x) => Math.exp(x - top))
  const sum = powers.reduce((total, power) => total + power, 0)
  return { label, probabilities: powers.map((power) => power / sum) }
}

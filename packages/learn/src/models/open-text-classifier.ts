import type { EncodedText } from './encoded-text.ts'
import { type ClassAnswer, classification } from './heads/classification.ts'
import { openTextModel, type TextModelOptions } from './open-text-model.ts'
import { outOfScope, type Scope } from './scope.ts'

export interface TextClassifierModel extends Omit<TextModelOptions<number, ClassAnswer>, 'head'> {
  readonly classes: number
  /** How it is told that a text belongs to none of the classes. Default by energy. */
  readonly scope?: Scope
}

export interface Classified extends ClassAnswer {
  /** Larger: less likely to belong to any class. Its unit depends on the kind of `scope`. */
  readonly outOfScope: number
}

export interface TextClassifier {
  /** @param texts token ids of each text */
  classify(texts: readonly EncodedText[]): Promise<readonly Classified[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** A trained classifier, ready to be asked. */
export function openTextClassifier(model: TextClassifierModel): TextClassifier {
  const { classes, scope = { kind: 'energy' } } = model
  const opened = openTextModel({ ...model, head: classification({ classes }) })
  return {
    async classify(texts) {
      const answers = await opened.ask(texts)
      return answers.map((answer) => ({ ...answer, outOfScope: outOfScope(scope, answer) }))
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

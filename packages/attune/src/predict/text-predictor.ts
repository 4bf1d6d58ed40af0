import { type EncodedText, LearnError, type TextModel } from '@attune/learn'
import { attuneError } from '../errors.ts'
import type { TextInput, TextKind, TextPredictions, TextPredictorOf } from './predictor.ts'

export interface TextPredictorParts<Kind extends TextKind, Raw> {
  readonly kind: Kind
  readonly needs?: 1 | 2
  readonly labels?: readonly string[]
  readonly scope?: string
  readonly model: TextModel<Raw>
  readonly encode: (text: string, second?: string) => EncodedText
  readonly read: (
    raw: Raw,
    asked: { readonly text: string; readonly encoded: EncodedText; readonly top: number | undefined },
  ) => TextPredictions[Kind]
}

/** A predictor from a model, how texts become tokens, and what its answers mean. */
export function textPredictor<Kind extends TextKind, Raw>({
  kind,
  needs = 1,
  labels = [],
  scope,
  model,
  encode,
  read,
}: TextPredictorParts<Kind, Raw>): TextPredictorOf<Kind> {
  // Places of entities are counted in the text as it is; training reads all other texts without the space around them.
  const own = (text: string): string => (kind === 'tag' ? text : text.trim())
  const check = ({ text, second }: TextInput, at: number): void => {
    const details = { at }
    if (text.trim() === '' || second?.trim() === '')
      throw attuneError('empty-text', `Text ${at + 1} is empty: there is nothing to say of it.`, { details })
    if (needs === 2 && second === undefined)
      throw attuneError('bad-parameter', 'This model looks at two texts at a time: give a second one to each.', {
        details,
      })
    if (needs === 1 && second !== undefined)
      throw attuneError('bad-parameter', 'This model looks at one text at a time: give no second one.', { details })
  }
  return {
    kind,
    needs,
    labels,
    ...(scope === undefined ? {} : { scope }),
    async predict(texts, { top } = {}) {
      const inputs = texts.map((one): TextInput => (typeof one === 'string' ? { text: one } : one))
      for (const [at, one] of inputs.entries()) check(one, at)
      const asked = inputs.map(({ text, second }) => ({
        text: own(text),
        encoded: second === undefined ? encode(own(text)) : encode(own(text), own(second)),
        top,
      }))
      const found = await asPredictionFailed(() => model.ask(asked.map(({ encoded }) => encoded)))
      return found.map((raw, i) => read(raw, asked[i] as (typeof asked)[number]))
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}

/** What the library says while it answers, as an error of the product. */
export async function asPredictionFailed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('prediction-failed', cause.message, { cause })
    throw cause
  }
}

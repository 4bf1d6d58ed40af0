import { type CrossValidation, wilson } from '../cross-validate.ts'
import { plainText } from '../text-view.ts'
import { type SentimentExamples, type SentimentModel, trainSentiment } from './sentiment-model.ts'
import { sentimentOf } from './sentiment-of.ts'

export interface JudgedSentiment extends CrossValidation {
  /** What the word list gets right of the same texts; where it says nothing, half counts. */
  readonly lexicon: Pick<CrossValidation, 'accuracy' | 'low' | 'high'>
}

const folds = 5

/**
 * How well sentiment can be told of new texts, by five models that each learnt from the other four fifths, and by the word list.
 * Equal texts stay together, so that repeats promise nothing.
 *
 * @throws LanguageError `too-few-examples` when four fifths of the texts have fewer than ten of either label
 */
export function judgeSentiment({ texts, labels, ...options }: SentimentExamples): JudgedSentiment {
  const parts = partsOf(texts, labels)
  const found = new Map([
    ['negative', 0],
    ['positive', 0],
  ])
  for (let part = 0; part < folds; part++) {
    const own = parts.flatMap((one, i) => (one === part ? [i] : []))
    const others = parts.flatMap((one, i) => (one === part ? [] : [i]))
    const model = trainSentiment({
      texts: others.map((i) => texts[i] as string),
      labels: others.map((i) => labels[i] as 'positive' | 'negative'),
      ...options,
    })
    for (const [at, told] of labelsBy(
      model,
      own.map((i) => texts[i] as string),
    ).entries()) {
      const label = labels[own[at] as number] as string
      if (told === label) found.set(label, (found.get(label) as number) + 1)
    }
  }
  const right = [...found.values()].reduce((sum, n) => sum + n, 0)
  const byWords = texts.reduce((sum, text, i) => sum + lexiconRight(text, labels[i] as string), 0)
  return {
    accuracy: right / texts.length,
    ...wilson(right, texts.length),
    texts: texts.length,
    labels: [...found].map(([label, n]) => ({
      label,
      texts: labels.filter((own) => own === label).length,
      found: n,
    })),
    lexicon: { accuracy: byWords / texts.length, ...wilson(byWords, texts.length) },
  }
}

const labelsBy = (model: SentimentModel, texts: readonly string[]): readonly string[] =>
  Array.from(model.probabilities(texts), (probability) => (probability >= 0.5 ? 'positive' : 'negative'))

function lexiconRight(text: string, label: string): number {
  const { score } = sentimentOf(text)
  return score === 0 ? 0.5 : Number(score > 0 === (label === 'positive'))
}

/** Texts are dealt out label by label; one that was dealt already goes where it went. */
function partsOf(texts: readonly string[], labels: readonly string[]): readonly number[] {
  const dealt = new Map<string, number>()
  const next = new Map<string, number>()
  return texts.map((text, i) => {
    const plain = plainText(text)
    const known = dealt.get(plain)
    if (known !== undefined) return known
    const label = labels[i] as string
    const turn = next.get(label) ?? 0
    next.set(label, turn + 1)
    dealt.set(plain, turn % folds)
    return turn % folds
  })
}

import { createKernels, hashFeature, type LabelledRows, openFtrl } from '@attune/kernels'
import { areaUnderCurve, defineFeatures, fitRanker, openRanker } from '@attune/learn'
import { bootstrapRatio, type Interval } from '@attune/measure'
import type { Bench, Figure } from './figure.ts'
import { type PurchaseRow, purchaseRows } from './purchase-data.ts'

const words = (text: string): string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? []

/** Rows of persons by a hash of them: `share` of the persons on one side. */
function byPerson(rows: readonly PurchaseRow[], share: number): [readonly PurchaseRow[], readonly PurchaseRow[]] {
  const isAside = ({ person }: PurchaseRow): boolean => hashFeature('person', person) < share * 2 ** 32
  return [rows.filter((row) => !isAside(row)), rows.filter(isAside)]
}

const truthsOf = (rows: readonly PurchaseRow[]): Float32Array => Float32Array.from(rows, ({ bought }) => Number(bought))

/** The bound above which a purchase is said, by the best F1. */
function bestBound(scores: Float32Array, truths: Float32Array): number {
  const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const all = truths.reduce((sum, truth) => sum + truth, 0)
  let [hits, best, bound] = [0, -1, 1]
  for (const [i, row] of order.entries()) {
    hits += truths[row] as number
    const f1 = (2 * hits) / (i + 1 + all)
    if (f1 > best) [best, bound] = [f1, scores[row] as number]
  }
  return bound
}

/** F1 of the purchases, with a 95 % interval over persons. */
function f1Of(said: readonly boolean[], rows: readonly PurchaseRow[]): Interval {
  const persons = [...new Set(rows.map(({ person }) => person))]
  const place = new Map(persons.map((person, i) => [person, i]))
  const numerators = new Float64Array(persons.length)
  const denominators = new Float64Array(persons.length)
  for (const [i, { person, bought }] of rows.entries()) {
    const at = place.get(person) as number
    if (said[i] && bought) numerators[at] = (numerators[at] as number) + 2
    denominators[at] = (denominators[at] as number) + Number(said[i]) + Number(bought)
  }
  return bootstrapRatio(numerators, denominators)
}

/** Logistic regression on TF-IDF of the item's words and of the words of the history, by FTRL-proximal. */
async function baseline(train: readonly PurchaseRow[], asked: readonly (readonly PurchaseRow[])[], textOf: Texts) {
  const documents = new Map<string, number>()
  for (const { text } of train) for (const word of new Set(words(text))) count(documents, word)
  const weight = (word: string): number => Math.log((1 + train.length) / (1 + (documents.get(word) ?? 0))) + 1
  const rowsOf = (rows: readonly PurchaseRow[]): LabelledRows => {
    const indptr = new Int32Array(rows.length + 1)
    const features: number[] = []
    const values: number[] = []
    for (const [i, { text, history }] of rows.entries()) {
      features.push(hashFeature('constant', 1))
      values.push(1)
      for (const [field, all] of [
        ['item', words(text)],
        ['history', history.flatMap((item) => words(textOf(item)))],
      ] as const) {
        const counts = new Map<string, number>()
        for (const word of all) count(counts, word)
        const tfidf = [...counts].map(([word, times]) => [word, times * weight(word)] as const)
        const length = Math.hypot(...tfidf.map(([, value]) => value)) || 1
        for (const [word, value] of tfidf) {
          features.push(hashFeature(field, word))
          values.push(value / length)
        }
      }
      indptr[i + 1] = features.length
    }
    return {
      indptr,
      features: Uint32Array.from(features),
      values: Float32Array.from(values),
      labels: truthsOf(rows),
    }
  }
  await using kernels = await createKernels({ threads: 1 })
  using model = openFtrl(kernels, { tableSize: 2 ** 18, lambda1: 0.1 })
  const rows = rowsOf(train)
  for (let epoch = 0; epoch < 3; epoch++) await model.update(rows)
  const scores: Float32Array[] = []
  for (const one of asked) scores.push(Float32Array.from(await model.predict(rowsOf(one))))
  return scores
}

type Texts = (item: string) => string
const count = (counts: Map<string, number>, word: string): unknown => counts.set(word, (counts.get(word) ?? 0) + 1)

/** How alike the words of two items are: the cosine of their TF-IDF. */
function likenessOf(train: readonly PurchaseRow[], textOf: Texts): (a: string, b: string) => number {
  const items = new Set(train.map(({ item }) => item))
  const documents = new Map<string, number>()
  for (const item of items) for (const word of new Set(words(textOf(item)))) count(documents, word)
  const known = new Map<string, ReadonlyMap<string, number>>()
  const vectorOf = (item: string): ReadonlyMap<string, number> => {
    const before = known.get(item)
    if (before) return before
    const rarity = new Map(
      words(textOf(item)).map((word) => [word, Math.log((1 + items.size) / (1 + (documents.get(word) ?? 0)))]),
    )
    const length = Math.hypot(...rarity.values()) || 1
    const vector = new Map([...rarity].map(([word, value]) => [word, value / length]))
    known.set(item, vector)
    return vector
  }
  return (a, b) => {
    const other = vectorOf(b)
    return [...vectorOf(a)].reduce((sum, [word, value]) => sum + value * (other.get(word) ?? 0), 0)
  }
}

/** Target attention over the history, with the words of the item and how alike they are to those of the history. */
async function network(
  train: readonly PurchaseRow[],
  validation: readonly PurchaseRow[],
  asked: readonly (readonly PurchaseRow[])[],
  textOf: Texts,
) {
  const likeness = likenessOf(train, textOf)
  const rowsOf = (rows: readonly PurchaseRow[]) =>
    rows.map(({ item, text, history }) => {
      const alike = history.filter((one) => one !== item).map((one) => likeness(item, one))
      const ago = history.length - history.indexOf(item)
      return {
        item,
        history,
        words: words(text),
        bought: history.length,
        // Empty where it was never bought before.
        ago: history.includes(item) ? ago : null,
        mostAlike: Math.max(0, ...alike),
        alike: alike.reduce((sum, one) => sum + one, 0) / Math.max(1, alike.length),
      }
    })
  const own = rowsOf(train)
  const definition = defineFeatures(own, {
    item: { kind: 'ids' },
    history: { kind: 'list', of: 'item', longest: 50 },
    words: { kind: 'list', longest: 8 },
    bought: { kind: 'number' },
    ago: { kind: 'number' },
    mostAlike: { kind: 'number' },
    alike: { kind: 'number' },
  })
  const options = { kind: 'din', width: 16, hidden: [128, 64], dropout: 0.2 } as const
  const fitted = await fitRanker({
    definition,
    options,
    data: { rows: own, truths: truthsOf(train) },
    validation: { rows: rowsOf(validation), truths: truthsOf(validation) },
    epochs: 8,
    batch: 512,
    clock: () => performance.now(),
    onProgress: ({ step, steps, judgement }) => {
      if (judgement !== undefined) console.error(`  step ${step} of ${steps}, AUC ${judgement.toFixed(4)}`)
    },
  })
  await using ranker = openRanker({ definition, options, objectives: ['label'], parameters: fitted.parameters })
  const scores: Float32Array[] = []
  for (const one of asked) scores.push(await ranker.score(rowsOf(one)))
  return scores
}

export const purchaseBench: Bench = {
  name: 'purchase',
  title: 'Purchases of the next day from the words of items and from histories (UCI Online Retail)',
  data: ['online-retail'],
  async run() {
    const { train: all, test } = purchaseRows()
    const [train, validation] = byPerson(all, 0.15)
    const texts = new Map([...all, ...test].map(({ item, text }) => [item, text]))
    const textOf: Texts = (item) => texts.get(item) ?? ''
    const truths = truthsOf(test)
    const figures: Figure[] = []
    const tell = (name: string, said: readonly boolean[], scores?: Float32Array): number => {
      const { value, low, high } = f1Of(said, test)
      const interval = low === null || high === null ? '' : ` (95 % ${low.toFixed(4)} to ${high.toFixed(4)})`
      figures.push({ measure: `F1 of purchases, ${name}${interval}`, value: Number(value.toFixed(4)), unit: '' })
      if (scores)
        figures.push({ measure: `AUC, ${name}`, value: Number(areaUnderCurve(scores, truths).toFixed(4)), unit: '' })
      return value
    }
    tell(
      'majority (nobody buys)',
      test.map(() => false),
    )
    tell(
      'all are said to be bought',
      test.map(() => true),
    )
    tell(
      'what was bought before',
      test.map(({ history, item }) => history.includes(item)),
    )
    const models = [
      ['TF-IDF logistic regression', await baseline(train, [validation, test], textOf)],
      ['target attention over items and words', await network(train, validation, [validation, test], textOf)],
    ] as const
    for (const [name, [before, scores]] of models) {
      const bound = bestBound(before as Float32Array, truthsOf(validation))
      tell(
        name,
        Array.from(scores as Float32Array, (score) => score >= bound),
        scores,
      )
    }
    return figures
  },
}

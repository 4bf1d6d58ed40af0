import { resolve } from 'node:path'
import {
  evaluate,
  fitContent,
  fitContentBoosted,
  type Interactions,
  type ItemText,
  type Recommender,
  type Split,
} from '@attune/recommend'
import { openFolderEncoder } from '../packages/attune/src/embeddings/open-folder-encoder.ts'
import { wordsOfItem } from '../packages/attune/src/embeddings/words-of-item.ts'
import { amazonOffice, coldItems } from './accuracy-top-n-data.ts'
import { type DescribedPairs, movielens100k, movielensSmall } from './cold-items-data.ts'
import type { Bench, Figure } from './figure.ts'

/** A folder of a pretrained encoder (`attune models pull`); without one its rows are left out. */
const encoderFolder = process.env.ATTUNE_BENCH_ENGLISH
const seeds = (process.env.ATTUNE_BENCH_DRAWS ?? '1,2,3,4,5').split(',').map(Number)

/** What plain TF-IDF profiles reach by `baselines`: title, and for films genres and year. */
const sets: readonly (readonly [name: string, load: () => DescribedPairs, asked: number])[] = [
  ['amazon-office', amazonOffice, 0.4566],
  ['movielens-100k', movielens100k, 0.355],
  ['movielens-small-2016', movielensSmall, 0.1536],
]

/** The same cases with all items to choose from. */
const amongAll = ({ protocol, folds }: Split): Split => ({
  protocol,
  folds: folds.map(({ train, cases }) => ({ train, cases: cases.map(({ candidates: _, ...one }) => one) })),
})

async function withVectors({ pairs, text }: DescribedPairs, folder: string): Promise<(item: number) => ItemText> {
  const encoder = await openFolderEncoder(resolve(folder), '')
  try {
    const texts = pairs.items.ids.map((_, item) => {
      const { title = '', description = '', categories = [] } = text(item)
      return wordsOfItem({ title, description, categories: [...categories], brand: null })
    })
    const vectors: Float32Array[] = []
    for (let from = 0; from < texts.length; from += 64)
      vectors.push(...(await encoder.embed(texts.slice(from, from + 64))))
    return (item) => ({ ...text(item), vector: vectors[item] })
  } finally {
    await encoder.close()
  }
}

/** Mean of the draws of recall@20. */
async function recall(pairs: Interactions, model: (train: Interactions) => Recommender, all: boolean): Promise<number> {
  let sum = 0
  for (const seed of seeds) {
    const split = coldItems(pairs, seed)
    const { metrics } = await evaluate({
      split: all ? amongAll(split) : split,
      model,
      cutoffs: [20],
      resamples: 0,
      lists: false,
      now: () => performance.now(),
    })
    sum += metrics['recall@20']?.value ?? Number.NaN
  }
  return Number((sum / seeds.length).toFixed(4))
}

export const coldItemsBench: Bench = {
  name: 'cold-items',
  title: `Items that nobody had: a tenth is hidden, ${seeds.length} draws, recall@20`,
  data: sets.map(([name]) => name),
  async run() {
    const figures: Figure[] = []
    for (const [name, load, asked] of sets) {
      const described = load()
      const { pairs, text } = described
      const boosted = (itemText: (item: number) => ItemText) => (train: Interactions) =>
        fitContentBoosted(train, {}, { itemText })
      const ways: [string, (train: Interactions) => Recommender][] = [
        ['content (TF-IDF)', () => fitContent(pairs.items.ids.length, text)],
        ['contentBoosted', boosted(text)],
      ]
      if (encoderFolder) ways.push(['contentBoosted with MiniLM', boosted(await withVectors(described, encoderFolder))])
      for (const [way, model] of ways) {
        const value = await recall(pairs, model, false)
        const judged = way === 'content (TF-IDF)' ? {} : { asked: `> ${asked}`, met: value > asked }
        figures.push({ measure: `${name}, the hidden among themselves: ${way}`, value, unit: '', ...judged })
        console.error(`  ${name}: ${way} ${value}`)
        figures.push({ measure: `${name}, among all items: ${way}`, value: await recall(pairs, model, true), unit: '' })
      }
    }
    return figures
  },
}

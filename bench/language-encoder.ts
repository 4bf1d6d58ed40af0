import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { configSchema } from '../packages/attune/src/config/schema.ts'
import { createAttune } from '../packages/attune/src/create-attune.ts'
import { saveModel } from '../packages/attune/src/finetune/save-model.ts'
import { type TextWithEntities, trainTagger } from '../packages/attune/src/finetune/train-tagger.ts'
import { promotionalTexts } from '../packages/language/src/text/promotional-texts.fixture.ts'
import type { Bench, Figure } from './figure.ts'
import { shortTexts } from './language.ts'

/** Encoders that read every text for its entities; those that are pulled, where they are named. */
const encoders = [
  { name: 'encoder of Attune’s own, 2 layers of 128', folder: 'scratch', asked: 200 },
  { name: 'MiniLM-L6, 6 layers of 384', folder: process.env.ATTUNE_BENCH_ENGLISH },
  { name: 'multilingual E5-small, 12 layers of 384', folder: process.env.ATTUNE_BENCH_MULTILINGUAL },
] as const
/** Texts of one request. */
const atOnce = 500
const rounds = 5

/** Prices in promotional texts: how fast a model answers is the same whatever it has learnt. */
const rowsOf = (texts: readonly string[]): TextWithEntities[] =>
  texts.map((text) => {
    const start = text.search(/\d/)
    return { text, entities: start < 0 ? [] : [{ start, end: start + 1, label: 'number' }] }
  })

async function perSecond(folder: string, sets: Readonly<Record<string, readonly string[]>>, counted: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'attune-language-encoder-'))
  const attune = await createAttune({
    config: configSchema.parse({ dataDir, recommend: { trainEveryHours: 0 } }),
    log: pino({ level: 'silent' }),
  })
  try {
    const all = { rows: rowsOf(promotionalTexts(24).map(({ text }) => text)).slice(0, 64), leftOut: [] }
    const settings = {
      encoder: folder === 'scratch' ? folder : resolve(folder),
      method: folder === 'scratch' ? 'full' : 'frozen',
      epochs: 1,
      batch: 16,
      longest: 64,
      rank: 8,
      seed: 1,
      threads: 2,
    } as const
    const trained = await trainTagger({ train: all, test: all }, settings, { clock: () => performance.now() })
    saveModel(join(dataDir, 'encoders', 'numbers'), trained, settings, '')
    await attune.tagging.choose('default', 'numbers', 'bench')
    const found = new Map<string, number>()
    for (const [set, texts] of Object.entries(sets)) {
      const some = texts.slice(0, counted)
      let best = 0
      for (let round = 0; round <= rounds; round++) {
        const begin = performance.now()
        await attune.textAnalysis.analyse('default', { texts: some })
        // The first round warms up.
        if (round > 0) best = Math.max(best, (1000 * some.length) / (performance.now() - begin))
      }
      found.set(set, best)
    }
    const { problem } = attune.tagging.status('default')
    if (problem !== null) throw new Error(problem)
    return found
  } finally {
    await attune.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Analysis as `POST /v1/language/analyse` does it with a model that reads every text for its entities (`attune tagger use`). */
export const languageEncoderBench: Bench = {
  name: 'language-encoder',
  title: 'Language: analysis of short texts with an encoder',
  data: ['thucnews-titles', 'chinese-reviews', 'headlines-clickbait'],
  async run() {
    const figures: Figure[] = []
    for (const { name, folder, ...one } of encoders) {
      if (folder === undefined) continue
      const least = 'asked' in one ? one.asked : undefined
      for (const [set, value] of await perSecond(folder, shortTexts(), atOnce))
        figures.push({
          measure: `analyse: ${set}, ${name}`,
          value: Math.round(value),
          unit: 'texts/s',
          ...(least === undefined ? {} : { asked: `≥ ${least}`, met: value >= least }),
        })
    }
    return figures
  },
  async check() {
    const texts = promotionalTexts(2).map(({ text }) => text)
    const found = await perSecond('scratch', { texts }, 8)
    if ((found.get('texts') ?? 0) <= 0) throw new Error('nothing was analysed')
  },
}

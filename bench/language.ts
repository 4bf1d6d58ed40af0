import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { detectLanguage, loadNgramIdentifier } from '@attune/language'
import { itemInputSchema } from '../packages/attune/src/api/schemas/items.ts'
import { itemOf } from '../packages/attune/src/collect/item-rows.ts'
import { createTextAnalysis } from '../packages/attune/src/language/create-text-analysis.ts'
import { promotionalTexts } from '../packages/language/src/text/promotional-texts.fixture.ts'
import { dataFolder } from './accuracy-data.ts'
import type { Bench, Figure } from './figure.ts'

const lines = (folder: string, file: string): string[] =>
  gunzipSync(readFileSync(join(dataFolder, folder, file)))
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
/** Texts of one request. */
const atOnce = 1_000
/** The best of so many rounds counts: others may be at work on the machine. */
const rounds = 5

/** Texts by what they are; some ten to fifty characters each. */
export function shortTexts(): Readonly<Record<string, readonly string[]>> {
  return {
    'promotional texts, four languages': promotionalTexts(24).map(({ text }) => text),
    'Chinese news titles': lines('thucnews-titles', 'test.txt.gz').map((line) => line.split('\t')[0] ?? ''),
    'Chinese reviews of takeaways': lines('chinese-reviews', 'waimai_10k.csv.gz')
      .slice(1)
      .map((line) => line.slice(line.indexOf(',') + 1)),
    'English headlines': lines('headlines-clickbait', 'non_clickbait.txt.gz'),
  }
}

const share = (texts: readonly string[], language: string, of: (text: string) => string): number =>
  texts.filter((text) => of(text) === language).length / texts.length

/** Detection, and analysis of short texts as `POST /v1/language/analyse` does it, without HTTP: one process, one thread. */
export const languageBench: Bench = {
  name: 'language',
  title: 'Language: detection, and analysis of short texts with a catalogue of 3,459 items',
  data: ['thucnews-titles', 'chinese-reviews', 'headlines-clickbait', 'amazon-office'],
  async run() {
    const ngrams = await loadNgramIdentifier()
    const of = (text: string): string => detectLanguage(text, { ngrams }).language
    const promotional = promotionalTexts()
    const figures: Figure[] = []
    const detection = (measure: string, value: number, least?: number): void => {
      const asked = least === undefined ? {} : { asked: `≥ ${least}`, met: value >= least }
      figures.push({ measure: `detection: ${measure}`, value: Number(value.toFixed(4)), unit: '', ...asked })
    }
    const right = (texts: typeof promotional): number =>
      texts.filter(({ text, language }) => of(text) === language).length / texts.length
    detection(`${promotional.length} mixed promotional texts`, right(promotional), 0.99)
    detection('of them by templates that were held out', right(promotional.filter(({ heldOut }) => heldOut)), 0.99)
    for (const language of ['zh', 'en', 'ja', 'ko'])
      detection(`of them ${language}`, right(promotional.filter((text) => text.language === language)), 0.99)

    const sets = shortTexts()
    detection('Chinese news titles', share(sets['Chinese news titles'] ?? [], 'zh', of))
    detection('English headlines', share(sets['English headlines'] ?? [], 'en', of))
    detection('English clickbait', share(lines('headlines-clickbait', 'clickbait.txt.gz'), 'en', of))

    const raw = JSON.parse(lines('amazon-office', 'items.json.gz').join('\n')) as Record<string, { title?: string }>
    const items = Object.entries(raw).flatMap(([id, { title }]) =>
      title ? [itemOf(itemInputSchema.parse({ id, title, brand: title.split(' ')[0] ?? '' }), 0)] : [],
    )
    const analysis = createTextAnalysis({
      items: { all: () => items.values(), revision: () => 1 },
      clock: () => Date.UTC(2026, 10, 27),
    })
    for (const [set, texts] of Object.entries(sets)) {
      const some = texts.slice(0, atOnce)
      let perSecond = 0
      let processorTime = Number.POSITIVE_INFINITY
      for (let round = 0; round <= rounds; round++) {
        const begin = performance.now()
        const before = process.cpuUsage()
        await analysis.analyse('default', { texts: some })
        // The first round warms up.
        if (round === 0) continue
        const { user, system } = process.cpuUsage(before)
        perSecond = Math.max(perSecond, (1000 * some.length) / (performance.now() - begin))
        processorTime = Math.min(processorTime, (user + system) / some.length)
      }
      const length = Math.round(some.reduce((sum, text) => sum + text.length, 0) / some.length)
      figures.push(
        {
          measure: `analyse: ${set}, ${length} characters on average`,
          value: Math.round(perSecond),
          unit: 'texts/s',
          asked: '≥ 2,000',
          met: perSecond >= 2_000,
        },
        { measure: `analyse: ${set}: processor time of a text`, value: Math.round(processorTime), unit: 'µs' },
      )
    }
    return figures
  },
  async check() {
    const ngrams = await loadNgramIdentifier()
    const texts = promotionalTexts(2)
    const wrong = texts.filter(({ text, language }) => detectLanguage(text, { ngrams }).language !== language)
    if (wrong.length > texts.length / 100) throw new Error(`${wrong.length} of ${texts.length} languages are wrong.`)
  },
}

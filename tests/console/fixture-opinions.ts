import type { OpinionsView, SentimentStatusView } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

const day = 86_400_000
const between = (value: number, half: number) => ({ value, low: value - half, high: value + half })

/** Made-up words of a tea shop's customers; a language with a model and one without. */
export function createOpinionFixtures(at: (ms: number) => string, empty: boolean) {
  const sentiment: { languages: SentimentStatusView['languages'][number][] } = {
    languages: [
      {
        language: 'zh',
        source: empty ? 'lexicon' : 'model',
        positive: empty ? 0 : 1_820,
        negative: empty ? 0 : 402,
        needed: 50,
        model: empty
          ? null
          : {
              version: '3',
              texts: 2_190,
              createdAt: at(3 * day),
              accuracy: between(0.914, 0.012),
              lexicon: between(0.842, 0.015),
            },
      },
      {
        language: 'en',
        source: 'lexicon',
        positive: empty ? 0 : 61,
        negative: empty ? 0 : 12,
        needed: 50,
        model: null,
      },
    ],
  }
  const opinions = (days: number): OpinionsView => ({
    madeAt: at(0),
    cut: !empty && days === 365,
    source: { zh: empty ? 'lexicon' : 'model', en: 'lexicon' },
    texts: empty ? 0 : 1_284,
    people: empty ? 0 : 907,
    textsBefore: empty ? 0 : 1_102,
    positive: empty ? 0 : 861,
    neutral: empty ? 0 : 214,
    negative: empty ? 0 : 209,
    share: empty ? null : between(0.805, 0.024),
    shareBefore: empty ? null : between(0.842, 0.024),
    daily: empty
      ? []
      : Array.from({ length: Math.min(days, 90) }, (_, i) => ({
          day: at((Math.min(days, 90) - 1 - i) * day).slice(0, 10),
          positive: Math.round(10 + 4 * Math.sin(i / 5)),
          neutral: 2,
          negative: Math.round(2 + i / 30 + Math.sin(i / 3)),
        })),
    aspects: empty
      ? []
      : [
          {
            aspect: 'taste',
            texts: 412,
            positive: 351,
            neutral: 22,
            negative: 39,
            share: between(0.9, 0.03),
            examples: ['回甘很好，第三泡还有香气。', 'The jasmine tastes like spring.', '今年的龙井比去年鲜。'],
          },
          {
            aspect: 'delivery',
            texts: 240,
            positive: 81,
            neutral: 31,
            negative: 128,
            share: between(0.388, 0.065),
            examples: ['等了六天才到，[[NAME_1]] 也没有回电话。', 'The parcel came a week late.'],
          },
          {
            aspect: 'packaging',
            texts: 4,
            positive: 2,
            neutral: 0,
            negative: 2,
            share: { value: 0.5, low: 0.15, high: 0.85 },
            examples: [],
          },
          { aspect: 'size', texts: 2, positive: 0, neutral: 2, negative: 0, share: null, examples: [] },
        ],
    topics: empty
      ? []
      : [
          {
            language: 'zh',
            words: ['快递', '发货', '六天', '催单'],
            texts: 198,
            positive: 41,
            neutral: 40,
            negative: 117,
            change: between(0.061, 0.024),
            examples: ['下单后六天才发货。', '催单两次才有人理。'],
          },
          {
            language: 'en',
            words: ['kettle', 'steep', 'temperature'],
            texts: 61,
            positive: 40,
            neutral: 15,
            negative: 6,
            change: between(-0.012, 0.018),
            examples: ['Which temperature do I steep it at?'],
          },
          {
            language: 'zh',
            words: ['礼盒', '中秋', '送人'],
            texts: 55,
            positive: 50,
            neutral: 3,
            negative: 2,
            change: null,
            examples: [],
          },
        ],
  })
  return {
    get: (part: string, query: URLSearchParams): Answer => ({
      status: 200,
      body: part === 'sentiment' ? sentiment : opinions(Number(query.get('days') ?? 90)),
    }),
    train: (): Answer => ({
      status: 200,
      body: { languages: sentiment.languages.map((one) => ({ ...one, outcome: 'trained' })) },
    }),
    all: () => ({ opinions: opinions(90), sentiment }),
  }
}

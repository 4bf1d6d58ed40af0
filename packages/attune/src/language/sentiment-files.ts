import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type SentimentModel, sentimentModelOf } from '@attune/language'
import { z } from 'zod'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { decodeClassifier, encodeClassifier, viewSchema } from '../labels/classifier-arrays.ts'
import type { TaughtSentiment } from './teach-sentiment.ts'

const share = z.object({ value: z.number(), low: z.number(), high: z.number() })
const cardSchema = z.object({
  kind: z.literal('sentiment'),
  language: z.enum(['zh', 'en']),
  labels: z.array(z.string()).length(2),
  views: z.array(viewSchema).min(1),
  dimensions: z.int(),
  calibrated: z.boolean(),
  texts: z.int(),
  createdAt: z.string(),
  accuracy: share,
  lexicon: share,
})

/** The `model.json` of a sentiment model. */
export type SentimentCard = z.infer<typeof cardSchema>

export interface SavedSentiment {
  readonly model: SentimentModel
  readonly card: SentimentCard
  readonly version: string
}

const folderOf = (dataDir: string, workspace: string, language: 'zh' | 'en'): string =>
  join(dataDir, 'sentiment', workspace, language)

function versionsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
}

/**
 * Writes a sentiment model as the next version and removes those before it: hashes of terms and weights, no text. A version is there
 * whole or not at all.
 */
export function saveSentiment(
  dataDir: string,
  workspace: string,
  language: 'zh' | 'en',
  { data, judged, now }: TaughtSentiment & { readonly now: number },
): void {
  const folder = folderOf(dataDir, workspace, language)
  const before = versionsIn(folder)
  const card: SentimentCard = {
    kind: 'sentiment',
    language,
    labels: [...data.labels],
    views: data.views.map(({ view }) => ({ ...view })),
    dimensions: data.dimensions,
    calibrated: data.calibrated,
    texts: judged.texts,
    createdAt: new Date(now).toISOString(),
    accuracy: { value: judged.accuracy, low: judged.low, high: judged.high },
    lexicon: { value: judged.lexicon.accuracy, low: judged.lexicon.low, high: judged.lexicon.high },
  }
  writeFolder(join(folder, String(Number(before.at(-1) ?? 0) + 1)), {
    'model.json': asJson(card),
    'model.safetensors': encodeClassifier(data),
  })
  for (const version of before) rmSync(join(folder, version), { recursive: true, force: true })
}

/** Whether there are files of one, sound or not. */
export const hasSentiment = (dataDir: string, workspace: string, language: 'zh' | 'en'): boolean =>
  versionsIn(folderOf(dataDir, workspace, language)).length > 0

export const removeSentiment = (dataDir: string, workspace: string, language: 'zh' | 'en'): void =>
  rmSync(folderOf(dataDir, workspace, language), { recursive: true, force: true })

/**
 * The newest sentiment model of a language; undefined where there is none.
 *
 * @throws Error when its files are not those of one
 */
export function openSentiment(dataDir: string, workspace: string, language: 'zh' | 'en'): SavedSentiment | undefined {
  const folder = folderOf(dataDir, workspace, language)
  const version = versionsIn(folder).at(-1)
  if (version === undefined) return undefined
  const read = (name: string): Buffer => readFileSync(join(folder, version, name))
  const card = cardSchema.parse(JSON.parse(read('model.json').toString('utf8')))
  return {
    model: sentimentModelOf(decodeClassifier(read('model.safetensors'), card), language),
    card,
    version,
  }
}

/** What is known of a workspace's models without opening them; one that is damaged is passed over. */
export function sentimentCards(dataDir: string, workspace: string): readonly SentimentCard[] {
  return (['zh', 'en'] as const).flatMap((language) => {
    const folder = folderOf(dataDir, workspace, language)
    const newest = versionsIn(folder).at(-1)
    if (newest === undefined) return []
    try {
      return [cardSchema.parse(JSON.parse(readFileSync(join(folder, newest, 'model.json'), 'utf8')))]
    } catch {
      return []
    }
  })
}

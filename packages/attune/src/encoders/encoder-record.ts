import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export const sourceFile = 'source.json'

/** The licence of what was trained here from nothing. */
export const madeHere = 'made here'

const recordSchema = z.object({
  name: z.string(),
  /** As it can be pulled again; `pretrained here` and the like for what was made here. */
  from: z.string(),
  url: z.string().optional(),
  /** What its publisher says; null where nothing is said. */
  license: z.string().nullable(),
  pulledAt: z.string(),
  shape: z.object({
    layers: z.number(),
    width: z.number(),
    heads: z.number(),
    vocabulary: z.number(),
    positions: z.number(),
  }),
  sha256: z.record(z.string(), z.string()),
})

/** The `source.json` of an encoder: where it is from, and under what licence. */
export type EncoderRecord = z.infer<typeof recordSchema>

/** Where encoders of a data folder are. */
export const encodersFolder = (dataDir: string): string => join(dataDir, 'encoders')

/** The encoders of a data folder, by name. Folders that are no encoder are passed over. */
export function listEncoders(dataDir: string): readonly EncoderRecord[] {
  const folder = encodersFolder(dataDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const record = sourceOf(join(folder, name))
      return record ? [{ ...record, name }] : []
    })
}

/** The `source.json` in an encoder's folder, or null where it has none that can be read. */
export function sourceOf(folder: string): EncoderRecord | null {
  const path = join(folder, sourceFile)
  if (!existsSync(path)) return null
  const read = recordSchema.safeParse(parsed(readFileSync(path, 'utf8')))
  return read.success ? read.data : null
}

/** The folder of an encoder: that of its name in the data folder, where it has one; else the path itself. */
export function encoderFolder(encoder: string, dataDir: string): string {
  if (encoder === 'scratch' || /[\\/]/.test(encoder) || encoder.startsWith('.')) return encoder
  const own = join(encodersFolder(dataDir), encoder)
  return existsSync(own) ? own : encoder
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { attuneError } from '../errors.ts'
import { openDecoder } from './open-decoder.ts'
import { writerFormat } from './save-writer.ts'
import type { WriterModel } from './writer-model.ts'

const factsSchema = z.object({
  format: z.literal(writerFormat),
  placeholders: z.object({ names: z.array(z.string()), known: z.record(z.string(), z.array(z.string())) }),
  longest: z.int().min(2),
})

/**
 * A writer that `saveWriter` wrote.
 *
 * @throws AttuneError `unknown-writer`, `bad-writer`, and those of `openDecoder`
 */
export function openWriter(folder: string): WriterModel {
  const file = join(folder, 'writer.json')
  if (!existsSync(file))
    throw attuneError(
      'unknown-writer',
      `There is no ${file}. Make a writer with “attune finetune write … --out FOLDER”.`,
      {
        details: { field: 'model' },
      },
    )
  const { shape, weights, tokenizer } = openDecoder(folder, [], { layers: 0, width: 0, vocabulary: 0 })
  const { placeholders, longest } = readFacts(file)
  return {
    shape,
    parameters: new Map([...(weights ?? [])].map(([name, data]) => [`decoder.${name}`, data])),
    tokenizer,
    placeholders,
    longest: Math.min(longest, shape.positions),
  }
}

function readFacts(file: string): z.infer<typeof factsSchema> {
  try {
    return factsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw attuneError('bad-writer', `${file} is broken, or of another version.`, { cause })
  }
}

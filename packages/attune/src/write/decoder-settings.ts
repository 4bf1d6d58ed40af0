import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { optional } from '../runs/run-kind.ts'
import type { ScratchSize } from './open-decoder.ts'

/** Settings of every training of a decoder. */
export const decoderSettings = {
  /** A folder, or `scratch`. */
  decoder: z.string(),
  epochs: z.int().min(1).max(1000),
  batch: z.int().min(1).max(1024),
  /** Null: by method. */
  learningRate: optional(z.number().positive().max(10)),
  longest: z.int().min(8).max(4096),
  /** Of a decoder that begins from nothing; null: as the kind has it. */
  layers: optional(z.int().min(1).max(48)),
  width: optional(z.int().min(64).max(8192).multipleOf(64)),
  vocabulary: optional(z.int().min(300).max(200_000)),
  dropout: z.number().min(0).max(0.9).default(0.1),
  seed: z.int().min(0),
  threads: z.int().min(1).max(64),
  /** A folder; null: that of the run. */
  out: optional(z.string()),
}

type PerhapsSized = { readonly [K in keyof ScratchSize]: number | null }

/** The size of a decoder that begins from nothing. */
export const sizeOf = ({ layers, width, vocabulary }: PerhapsSized, usualVocabulary: number): ScratchSize => ({
  layers: layers ?? 4,
  width: width ?? 256,
  vocabulary: vocabulary ?? usualVocabulary,
})

/** Settings with the size of a decoder that begins from nothing; others have the size that they have. */
export const sized = <Settings extends PerhapsSized & { readonly decoder: string }>(
  settings: Settings,
  usualVocabulary: number,
): Settings & PerhapsSized => ({
  ...settings,
  ...(settings.decoder === 'scratch'
    ? sizeOf(settings, usualVocabulary)
    : { layers: null, width: null, vocabulary: null }),
})

/** What is read of a decoder's folder. */
export const decoderInputs = (decoder: string): readonly string[] =>
  decoder === 'scratch' || statSync(decoder, { throwIfNoEntry: false })?.isDirectory() !== true
    ? []
    : readdirSync(decoder)
        .filter((name) => /^(config|tokenizer)\.json$|^model.*\.safetensors(\.index\.json)?$/.test(name))
        .sort()
        .map((name) => join(decoder, name))

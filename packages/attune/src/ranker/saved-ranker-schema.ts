import { multiTaskKinds, rankerKinds } from '@attune/learn'
import { z } from 'zod'
import { rankerFormat } from './save-ranker.ts'

const size = z.int().min(1).max(10_000_000)
const widths = z.array(size.max(65_536)).min(1).max(100)
const name = z.string().min(1)
const numbers = z.array(z.number())

const feature = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ids'), name, vocabulary: z.array(z.string()) }),
  z.object({ kind: z.literal('hash'), name, buckets: size.max(2 ** 30) }),
  z.object({
    kind: z.literal('number'),
    name,
    scale: z.enum(['plain', 'log']),
    mean: z.number(),
    deviation: z.number().positive(),
    edges: numbers,
  }),
  z.object({
    kind: z.literal('list'),
    name,
    longest: size,
    of: z.string().exactOptional(),
    vocabulary: z.array(z.string()).exactOptional(),
  }),
  z.object({ kind: z.literal('vector'), name, length: size }),
])

/** `ranker.json`, as far as it takes to score. */
export const savedRankerSchema = z.object({
  format: z.literal(rankerFormat),
  label: z.string(),
  definition: z.object({ format: z.literal('attune-features-1'), features: z.array(feature).min(1) }),
  model: z.object({
    kind: z.enum([...rankerKinds, ...multiTaskKinds]),
    width: size.max(65_536).exactOptional(),
    hidden: widths.exactOptional(),
    otherHidden: widths.exactOptional(),
    tower: widths.exactOptional(),
    crossLayers: size.max(1000).exactOptional(),
    heads: size.max(65_536).exactOptional(),
    experts: size.max(1000).exactOptional(),
    ownExperts: size.max(1000).exactOptional(),
    levels: size.max(100).exactOptional(),
    dropout: z.number().min(0).max(1).exactOptional(),
  }),
  calibrator: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('platt'), slope: z.number(), offset: z.number() }),
      z
        .object({ kind: z.literal('isotonic'), scores: numbers.min(1), values: numbers.min(1) })
        .refine(({ scores, values }) => scores.length === values.length, 'a value for each score is needed'),
    ])
    .nullable(),
})

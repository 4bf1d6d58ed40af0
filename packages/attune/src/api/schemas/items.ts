import { z } from 'zod'
import { isWebAddress } from '../../collect/web-address.ts'
import { idSchema } from './common.ts'

/** What can be offered. Unknown keys are refused, own facts go to `attributes`. */
export const itemInputSchema = z.strictObject({
  id: idSchema,
  kind: z.string().min(1).max(64).default('product'),
  title: z.string().min(1).max(1000),
  description: z.string().max(20_000).default(''),
  categories: z.array(z.string().min(1).max(256)).max(64).default([]),
  tags: z.array(z.string().min(1).max(256)).max(256).default([]),
  brand: z.string().max(256).nullish(),
  price: z.number().nonnegative().nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as CNY')
    .nullish(),
  image: z
    .string()
    .max(100_000)
    .refine(
      (text) => text === '' || isWebAddress(text, 'picture'),
      'an address of a picture: https, http, a path, or data:image',
    )
    .nullish(),
  url: z
    .string()
    .max(4096)
    .refine((text) => text === '' || isWebAddress(text, 'link'), 'a web address: https, http or a path')
    .nullish(),
  language: z.string().max(35).nullish(),
  attributes: z.record(z.string(), z.json()).default({}),
  available: z.boolean().default(true),
  publishedAt: z.iso.datetime({ offset: true }).nullish(),
})
export type ItemInput = z.input<typeof itemInputSchema>

export const itemSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  brand: z.string().nullable(),
  price: z.number().nullable(),
  currency: z.string().nullable(),
  image: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  available: z.boolean(),
  publishedAt: z.string().nullable(),
  updatedAt: z.string(),
})
export type Item = z.infer<typeof itemSchema>

/** `GET /v1/items` */
export const itemPageSchema = z.object({
  items: z.array(itemSchema.extend({ interactions28d: z.int(), missing: z.array(z.string()) })),
  total: z.int(),
  next: z.string().nullable(),
})
export type ItemPage = z.infer<typeof itemPageSchema>

import { z } from 'zod'
import { experimentIdSchema } from './experiments.ts'

export const promptIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, a letter first')

const wordsSchema = z.strictObject({
  system: z.string().max(20_000).describe('What the model is and does; it has no variables'),
  user: z.string().max(20_000).describe('The task, with {{name}} where each variable goes'),
})
const textsSchema = z.strictObject({ en: wordsSchema, zh: wordsSchema })

/** A version of a prompt as a team writes it, in both languages. */
export const promptVersionInputSchema = z.strictObject({
  title: z.string().trim().min(1).max(200).describe('What is different about it'),
  texts: textsSchema,
})
export type PromptVersionInput = z.infer<typeof promptVersionInputSchema>

/** Which version is used. */
export const promptUseSchema = z.strictObject({
  version: z.int().min(1).nullable().default(null).describe('Null: the shipped one'),
  experiment: experimentIdSchema
    .nullable()
    .default(null)
    .describe('While it runs it says who gets which version; afterwards its winner holds'),
  variations: z.record(z.string().max(64), z.int().min(1)).default({}).describe('Variation → version'),
})
export type PromptUse = z.infer<typeof promptUseSchema>

export const promptVersionSchema = z.object({
  version: z.int().describe('Own ones begin at 1001'),
  origin: z.enum(['shipped', 'own']),
  title: z.string(),
  createdAt: z.string().nullable().describe('Null for shipped ones'),
  fits: z.boolean().describe('False: the shipped prompt takes other variables by now, and this one is not used'),
  texts: textsSchema,
})
export type PromptVersionView = z.infer<typeof promptVersionSchema>

export const promptSchema = z.object({
  id: promptIdSchema,
  purpose: z.string(),
  about: z.enum(['person', 'team']).describe('Only what is asked for a person can be the subject of an experiment'),
  variables: z.record(z.string(), z.enum(['data', 'own'])),
  use: promptUseSchema,
  trying: z.boolean().describe('Whether an experiment that is a draft or runs decides on it'),
  inForce: z.int().describe('The version that is used where no experiment that runs says otherwise'),
  versions: z.array(promptVersionSchema),
})
export type PromptView = z.infer<typeof promptSchema>

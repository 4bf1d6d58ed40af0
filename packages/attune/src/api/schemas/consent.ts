import { z } from 'zod'
import { purposes, regimeNames } from '../../protect/consent/purposes.ts'
import { idSchema } from './common.ts'

export const purposeSchema = z.enum(purposes)
const textVersion = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, dots, dashes; at most 64')
export const consentTextParams = z.object({
  version: textVersion,
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh-CN'),
})

/** `POST /v1/consent`: what a person said. */
export const consentRequestSchema = z
  .strictObject({
    userId: idSchema.optional(),
    anonymousId: idSchema.optional(),
    purposes: z.partialRecord(purposeSchema, z.boolean()),
    /** The version of the text that was shown; it must have been put before. */
    textVersion: textVersion.optional(),
    /** Under whose law the person is, where the page knows. */
    regime: z.enum(regimeNames).optional(),
    source: z.enum(['banner', 'preferences', 'api']).default('api'),
  })
  .refine(({ userId, anonymousId }) => userId !== undefined || anonymousId !== undefined, {
    error: 'Say who: userId or anonymousId.',
    path: ['userId'],
  })
  .refine(({ purposes: told }) => Object.keys(told).length > 0, {
    error: 'Say yes or no to a purpose.',
    path: ['purposes'],
  })

export const consentAnswersSchema = z.record(
  purposeSchema,
  z.object({
    allowed: z.boolean(),
    /** The person's own word, a signal (of the browser, or of being a child), or what holds for who said nothing. */
    because: z.enum(['word', 'signal', 'regime']),
  }),
)
export type ConsentAnswers = z.infer<typeof consentAnswersSchema>

/** `GET /v1/consent`: what holds for a person, and the purposes as people are told of them. */
export const consentSchema = z.object({
  answers: consentAnswersSchema,
  purposes: z.array(
    z.object({
      purpose: purposeSchema,
      title: z.object({ en: z.string(), zh: z.string() }),
      description: z.object({ en: z.string(), zh: z.string() }),
    }),
  ),
})

export const consentTextSchema = z.object({
  version: z.string(),
  language: z.string(),
  body: z.string(),
  createdAt: z.string(),
})

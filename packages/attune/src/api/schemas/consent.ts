import { z } from 'zod'
import { purposes, regimeNames } from '../../protect/consent/purposes.ts'
import { idSchema } from './common.ts'

export const purposeSchema = z.enum(purposes)
const textVersion = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, dots, dashes; at most 64')
const language = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh-CN')
const regime = z.enum(regimeNames)
export const consentTextParams = z.object({ version: textVersion, language })

/** `POST /v1/consent`: what a person said. */
export const consentRequestSchema = z
  .strictObject({
    userId: idSchema.optional(),
    anonymousId: idSchema.optional(),
    purposes: z.partialRecord(purposeSchema, z.boolean()),
    /** The version of the text that was shown; it must have been put before. */
    textVersion: textVersion.optional(),
    /** Under whose law the person is, where the page knows. */
    regime: regime.optional(),
    source: z.enum(['banner', 'preferences', 'api']).default('api'),
    /** When it was said, where that was earlier: a choice made without a connection. */
    timestamp: z.iso.datetime({ offset: true }).optional(),
    /** The sender's clock when sending; corrects `timestamp`, as with events. */
    sentAt: z.iso.datetime({ offset: true }).optional(),
    /** Names the request for its sender, and is not kept: what is known already is not written again. */
    messageId: idSchema.optional(),
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

export const consentQuerySchema = z.object({
  userId: idSchema.optional(),
  /** Neither of both: what holds for who has said nothing. */
  anonymousId: idSchema.optional(),
  /** Under whose law the person is, where the page knows; it answers what was left unsaid. */
  regime: regime.optional(),
  /** Of `text`, such as `zh-CN`; the nearest there is. Default English. */
  language: z.string().max(35).optional(),
})

/** `GET /v1/consent`: what holds for a person, and the purposes as people are told of them. */
export const consentSchema = z.object({
  answers: consentAnswersSchema,
  /** Under whose law what was left unsaid is answered. */
  regime,
  /** Whether that law asks before behaviour is recorded; elsewhere it is recorded until the person objects. */
  asksFirst: z.boolean(),
  /** The text to be shown: the newest version, in the language nearest to the one asked for; null where none was put. */
  text: z.object({ version: z.string(), language: z.string(), body: z.string() }).nullable(),
  purposes: z.array(
    z.object({
      purpose: purposeSchema,
      /** Needs a yes of its own: accepting everything at once does not grant it. */
      separate: z.boolean(),
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
export type ConsentText = z.infer<typeof consentTextSchema>

const bothLanguages = z.object({ en: z.string(), zh: z.string() })

/** `GET /v1/consent/summary`: how many persons said what. Figures only. */
export const consentSummarySchema = z.object({
  /** What holds for who said nothing and whose place is not known. */
  regime: z.enum(regimeNames),
  /** Known persons, merges applied. */
  persons: z.int(),
  /** Persons whose page said that another regime holds for them. */
  otherRegimes: z.partialRecord(z.enum(regimeNames), z.int()),
  purposes: z.array(
    z.object({
      purpose: purposeSchema,
      title: bothLanguages,
      description: bothLanguages,
      /** What the regime says for who said nothing. */
      allowedByDefault: z.boolean(),
      granted: z.int(),
      denied: z.int(),
      /** For whom a browser's signal, or being a child, said no. */
      signalled: z.int(),
      silent: z.int(),
    }),
  ),
  /** Answers of the last 26 weeks, oldest first; who was erased is no longer in them. */
  weeks: z.array(
    z.object({
      from: z.string(),
      granted: z.partialRecord(purposeSchema, z.int()),
      denied: z.partialRecord(purposeSchema, z.int()),
    }),
  ),
})
export type ConsentSummary = z.infer<typeof consentSummarySchema>

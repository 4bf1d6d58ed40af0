import { rfmGroups } from '@attune/measure'
import { z } from 'zod'
import { churnFeatures } from '../../value/churn-features.ts'
import { estimateSchema, inBothSchema } from './common.ts'

export const valueModels = ['bg-nbd', 'pareto-nbd'] as const

/** `POST /v1/value` */
export const valueInputSchema = z.strictObject({
  model: z.enum(valueModels).default('bg-nbd').describe('How customers come back and leave'),
  horizonDays: z.int().min(1).max(3650).default(365).describe('How far ahead value is counted'),
  churnDays: z.int().min(7).max(730).default(90).describe('Who orders nothing for so long has left'),
  discountPerYear: z.number().min(0).max(1).default(0.1).describe('What money loses in value a year'),
  margin: z.number().gt(0).max(1).default(1).describe('Share of revenue that is earned'),
})
export type ValueInput = z.infer<typeof valueInputSchema>

export const valueWarningCodes = [
  'not-converged',
  'not-identified',
  'at-the-edge',
  'spend-depends-on-frequency',
  'no-mean-spend',
  'few-repeat-customers',
  'no-spend-model',
  'churn-by-alive',
  'other-currencies',
] as const
export type ValueWarningCode = (typeof valueWarningCodes)[number]

const parameters = z.record(z.string(), z.object({ value: z.number(), standardError: z.number().nullable() }))
const lines = z.array(z.object({ at: z.number(), value: z.number() }))

/** What makes people leave or stay, over all: mean effect on the log-odds, and which way the feature pushes as it grows. */
export const churnDriverSchema = z.object({
  feature: z.enum(churnFeatures),
  effect: z.number(),
  /** 1: more of it, likelier to leave; −1: likelier to stay; 0: neither way alone. */
  direction: z.int().min(-1).max(1),
  text: inBothSchema,
})

/** `GET /v1/value`: what customers are worth, over all. */
export const valueSchema = z.object({
  at: z.string(),
  input: valueInputSchema,
  /** Buyers who allow a portrait. */
  buyers: z.int(),
  repeatBuyers: z.int(),
  currency: z.string().nullable(),
  purchaseModel: z.object({ parameters, logLikelihood: z.number() }),
  /** Null where spend does not vary enough: then everybody's own mean is taken. */
  spendModel: z.object({ parameters, correlation: z.number().nullable() }).nullable(),
  /** Of all buyers together; the interval is that of not knowing the parameters for certain. */
  total: z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }),
  expectedOrders: z.number(),
  alive: z.object({ mean: z.number(), likely: z.int().describe('Buyers with a chance of a half and more') }),
  /** Tenths of buyers by value, the best first; of fewer than fifty as many parts as hold five each. */
  deciles: z.array(
    z.object({
      decile: z.int(),
      buyers: z.int(),
      value: z.number(),
      mean: z.number(),
      share: z.number(),
      orders: z.number(),
    }),
  ),
  /** How much of the value few bring; the best tenth and fifth of fewer than fifty are null. */
  concentration: z.object({
    gini: z.number().nullable(),
    topTenth: z.number().nullable(),
    topFifth: z.number().nullable(),
    /** Share of buyers, best first → share of value. */
    curve: lines,
  }),
  /** How many buyers are worth how much. */
  distribution: z.object({
    quantiles: lines,
    histogram: z.array(z.object({ from: z.number(), to: z.number(), buyers: z.int() })),
  }),
  /** Those of at least five people. */
  groups: z.array(
    z.object({
      group: z.enum(rfmGroups),
      name: inBothSchema,
      buyers: z.int(),
      value: z.number(),
      spent: z.number(),
      churn: z.number().nullable(),
    }),
  ),
  churn: z.object({
    by: z.enum(['trees', 'alive']),
    days: z.int(),
    /** Mean chance of leaving now. */
    mean: z.number(),
    /** On buyers left out of the training, looked back at; null without trees. */
    auc: z.number().nullable(),
    calibration: z
      .object({
        bins: z.array(z.object({ buyers: z.int(), predicted: z.number(), observed: estimateSchema })),
        error: z.number(),
      })
      .nullable(),
    drivers: z.array(churnDriverSchema),
  }),
  /** Share of buyers who have not left, by days since they ordered first (Kaplan–Meier; left: no order for `churnDays`). */
  survival: z.object({
    medianDays: z.number().nullable(),
    curve: z.array(
      z.object({ at: z.number(), value: z.number(), low: z.number().nullable(), high: z.number().nullable() }),
    ),
  }),
  /** Names of the scores that rules of segments can use. */
  scores: z.array(z.string()),
  warnings: z.array(z.object({ code: z.enum(valueWarningCodes), text: inBothSchema })),
})
export type Value = z.infer<typeof valueSchema>
export const lastValueSchema = z.object({ result: valueSchema.nullable() })

/** What one person is worth; of a portrait. */
export const personValueSchema = z.object({
  group: z.enum(rfmGroups).nullable(),
  groupName: z.string().nullable(),
  /** Chance that they are still a customer. */
  alive: z.number(),
  expectedOrders: z.number(),
  /** Of one order. */
  expectedSpend: z.number().nullable(),
  lifetimeValue: z.number().nullable(),
  currency: z.string().nullable(),
  horizonDays: z.int(),
  /** Chance that they order nothing in `churnDays`. */
  churn: z.number(),
  churnDays: z.int(),
  /** What that chance rests on most, in a sentence each; effect on the log-odds. */
  drivers: z.array(
    z.object({ feature: z.enum(churnFeatures), value: z.number().nullable(), effect: z.number(), text: z.string() }),
  ),
  source: z.literal('inferred'),
  /** Orders that it rests on. */
  observations: z.int(),
  /** When the models were fitted. */
  asOf: z.string(),
})
export type PersonValue = z.infer<typeof personValueSchema>

/** `GET /v1/value/people` */
export const valuePeopleSchema = z.object({
  people: z.array(
    z.object({
      personId: z.string(),
      alive: z.number(),
      expectedOrders: z.number(),
      expectedSpend: z.number().nullable(),
      lifetimeValue: z.number().nullable(),
      churn: z.number(),
      /** Three digits: recency, orders, money, 5 best; null for who bought since the last fit. */
      rfm: z.int().nullable(),
      group: z.enum(rfmGroups).nullable(),
    }),
  ),
  next: z.int().nullable(),
})
export type ValuePeople = z.infer<typeof valuePeopleSchema>

const actionSchema = z.strictObject({
  name: z.string().min(1).max(100),
  /** Of doing it to one person, in the currency of values. */
  cost: z.number().min(0).max(1e9),
  /** What it adds to the chance of an order: a number for everybody, or a score with one for each person. */
  uplift: z.union([z.number().min(-1).max(1), z.strictObject({ score: z.string().min(1).max(256) })]),
  /** What such an order is worth: `order` one order, `lifetime` the value to the horizon. */
  worth: z.enum(['order', 'lifetime']).default('order'),
})

/** `POST /v1/value/actions` */
export const nextActionsInputSchema = z.strictObject({
  actions: z.array(actionSchema).min(1).max(20),
  limit: z.int().min(1).max(1000).default(100).describe('People listed, best gain first'),
  budget: z.number().min(0).max(1e12).optional().describe('What may be spent in all; best gain per cost first'),
})
export type NextActionsInput = z.infer<typeof nextActionsInputSchema>

export const nextActionsSchema = z.object({
  buyers: z.int(),
  currency: z.string().nullable(),
  actions: z.array(z.object({ name: z.string(), people: z.int(), cost: z.number(), gain: z.number() })),
  /** Nothing pays for them. */
  nothing: z.int(),
  /** What is left out for want of budget. */
  beyondBudget: z.int(),
  people: z.array(z.object({ personId: z.string(), action: z.string(), gain: z.number(), cost: z.number() })),
})
export type NextActions = z.infer<typeof nextActionsSchema>

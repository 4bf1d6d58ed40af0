import { z } from 'zod'
import { ruleSchema } from '../../segments/rules/rule.ts'
import { inBothSchema } from './common.ts'

export const clusterMethods = ['kmeans', 'gaussian'] as const

/** `POST /v1/clusters` */
export const clustersInputSchema = z.strictObject({
  method: z.enum(clusterMethods).default('kmeans'),
  k: z.int().min(2).max(20).optional().describe('How many; without it the number is chosen and explained'),
  language: z.enum(['en', 'zh']).default('en').describe('Of the names that a language model gives'),
})
export type ClustersInput = z.infer<typeof clustersInputSchema>

/** Something that people of a cluster have more often than everybody: a share of them, with how many it is. */
export const clusterStatementSchema = z.object({
  kind: z.enum(['category', 'brand', 'trait', 'hours', 'device']),
  name: z.string(),
  /** Of a trait. */
  value: z.string().nullable(),
  people: z.int(),
  share: z.number(),
  /** Wilson’s interval at 95 %; its lower end lies above everybody’s share. */
  low: z.number(),
  high: z.number(),
  everybody: z.number(),
  lift: z.number(),
})
export type ClusterStatement = z.infer<typeof clusterStatementSchema>

const middle = z.object({ cluster: z.number(), everybody: z.number() })

const certain = z.object({ share: z.number(), low: z.number(), high: z.number() })

/** How well a rule brings back its group, among the people who were grouped; shares with Wilson’s interval at 95 %. */
export const clusterRuleFitSchema = z.object({
  /** How many of them the rule selects, and how many of those are in the group. */
  selected: z.int(),
  both: z.int(),
  /** Of those whom the rule selects, the share that is in the group. */
  precision: certain,
  /** Of the group, the share that the rule selects. */
  recall: certain,
  f1: z.number(),
})
export type ClusterRuleFit = z.infer<typeof clusterRuleFitSchema>

export const clusterSchema = z.object({
  /** From 1, the largest first. */
  number: z.int(),
  people: z.int(),
  share: z.number(),
  /** By what they have more than others. */
  name: inBothSchema,
  keywords: z.array(z.string()),
  /** By the language model, where there is one. */
  written: z
    .object({ name: z.string(), description: z.string(), language: z.enum(['en', 'zh']), model: z.string() })
    .nullable(),
  statements: z.array(clusterStatementSchema),
  /** Medians: orders and money of 365 days, days since they were seen. */
  orders: middle,
  spend: middle,
  daysSince: middle,
  /** A rule that selects people like these by what they like, with how many it selects; null where likes do not tell them apart. */
  segment: z
    .object({
      rule: ruleSchema,
      text: inBothSchema,
      selects: z.int(),
      /** Null of groups that an older version found. */
      fit: clusterRuleFitSchema.nullable().default(null),
    })
    .nullable(),
})
export type Cluster = z.infer<typeof clusterSchema>

export const clustersSchema = z.object({
  at: z.string(),
  method: z.enum(clusterMethods),
  /** People that the clusters are made of, and among how many who allow a portrait. */
  people: z.int(),
  among: z.int(),
  currency: z.string().nullable(),
  /** How the number was found. */
  reason: z.enum(['given', 'best-of-both', 'most-stable', 'no-structure']),
  reasonText: inBothSchema,
  trials: z.array(z.object({ clusters: z.int(), silhouette: z.number(), stability: z.number() })),
  silhouette: z.number(),
  clusters: z.array(clusterSchema),
  /** Where people lie, without who they are; `explained`: share of the differences that either axis shows. */
  map: z.object({
    explained: z.tuple([z.number(), z.number()]),
    points: z.array(z.tuple([z.number(), z.number(), z.int()])).max(2000),
  }),
})
export type Clusters = z.infer<typeof clustersSchema>

/** `GET /v1/clusters`; null before they were ever found. */
export const lastClustersSchema = z.object({ result: clustersSchema.nullable() })

import { z } from 'zod'
import { definePrompt, type Prompt } from '../../define-prompt.ts'
import { words as en } from './1.en.ts'
import { words as zh } from './1.zh.ts'

/** A name for a group of people: three lists of texts. */
export const clusterNamePrompt: Prompt<'keywords' | 'examples' | 'others'> = definePrompt({
  id: 'cluster-name',
  version: 1,
  variables: { keywords: 'data', examples: 'data', others: 'data' },
  texts: { en, zh },
})

export interface ClusterName {
  readonly name: string
  readonly description: string
}

/** What the answer has to be. */
export const clusterNameSchema: z.ZodType<ClusterName> = z.strictObject({
  name: z.string().trim().min(1).max(40),
  description: z.string().trim().min(1).max(200),
})

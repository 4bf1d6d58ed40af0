import { z } from 'zod'
import { attributionSchema } from '../../packages/attune/src/api/schemas/attribution.ts'
import {
  experimentResultsSchema,
  experimentViewSchema,
} from '../../packages/attune/src/api/schemas/experiment-results.ts'
import { flagSchema } from '../../packages/attune/src/api/schemas/flags.ts'
import { metricViewSchema } from '../../packages/attune/src/api/schemas/metrics.ts'
import { aaChecksSchema, powerSchema } from '../../packages/attune/src/api/schemas/power.ts'
import { promptSchema } from '../../packages/attune/src/api/schemas/prompts.ts'
import {
  upliftListSchema,
  upliftModelSchema,
  upliftSegmentSchema,
  upliftTargetsSchema,
} from '../../packages/attune/src/api/schemas/uplift.ts'
import { lastValueSchema } from '../../packages/attune/src/api/schemas/value.ts'

/** What the API says of everything that measures, by the name of the made-up answer. */
export const measureSchemas: Readonly<Record<string, z.ZodType>> = {
  experiments: z.array(experimentViewSchema),
  experimentResults: z.array(experimentResultsSchema),
  experimentPower: powerSchema,
  experimentMetrics: z.array(metricViewSchema),
  prompts: z.array(promptSchema),
  aaChecks: aaChecksSchema,
  flags: z.array(flagSchema),
  uplift: upliftListSchema,
  upliftModels: z.array(upliftModelSchema),
  upliftTargets: upliftTargetsSchema,
  upliftSegment: upliftSegmentSchema,
  value: lastValueSchema,
  attribution: z.array(attributionSchema),
}

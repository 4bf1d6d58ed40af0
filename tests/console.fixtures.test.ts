import { expect, test } from 'vitest'
import { z } from 'zod'
import { accessReviewSchema } from '../packages/attune/src/api/schemas/access-review.ts'
import { auditPageSchema, auditVerdictSchema } from '../packages/attune/src/api/schemas/audit.ts'
import { funnelSchema, pathsSchema, retentionSchema } from '../packages/attune/src/api/schemas/behaviour.ts'
import { lastClustersSchema } from '../packages/attune/src/api/schemas/clusters.ts'
import { liveEventSchema, recentEventsSchema } from '../packages/attune/src/api/schemas/collect.ts'
import { consentSummarySchema, consentTextSchema } from '../packages/attune/src/api/schemas/consent.ts'
import {
  placementSchema,
  recommendationResponseSchema,
  similarResponseSchema,
} from '../packages/attune/src/api/schemas/decide.ts'
import { evaluationListSchema } from '../packages/attune/src/api/schemas/evaluations.ts'
import { fairnessSchema } from '../packages/attune/src/api/schemas/fairness.ts'
import { languageModelLedgerSchema, languageModelSchema } from '../packages/attune/src/api/schemas/generate.ts'
import { interestMapSchema } from '../packages/attune/src/api/schemas/interests.ts'
import { itemPageSchema } from '../packages/attune/src/api/schemas/items.ts'
import { labelTasksSchema, proposalsSchema, trainedLabelsSchema } from '../packages/attune/src/api/schemas/labels.ts'
import { encoderStatusSchema } from '../packages/attune/src/api/schemas/language.ts'
import { modelListSchema } from '../packages/attune/src/api/schemas/models.ts'
import { opinionsSchema, sentimentStatusSchema } from '../packages/attune/src/api/schemas/opinions.ts'
import {
  decisionExplanationSchema,
  peoplePageSchema,
  personSchema,
  timelineSchema,
} from '../packages/attune/src/api/schemas/people.ts'
import {
  dueRequestsSchema,
  privacyReportSchema,
  privacyRequestSchema,
} from '../packages/attune/src/api/schemas/privacy.ts'
import { profileSchema } from '../packages/attune/src/api/schemas/profiles.ts'
import { qualityReportSchema } from '../packages/attune/src/api/schemas/quality.ts'
import { overviewSchema } from '../packages/attune/src/api/schemas/report.ts'
import { reportListSchema, reportViewSchema } from '../packages/attune/src/api/schemas/report-documents.ts'
import { runListSchema, runProgressSchema, runSchema } from '../packages/attune/src/api/schemas/runs.ts'
import { satisfactionSchema } from '../packages/attune/src/api/schemas/satisfaction.ts'
import {
  segmentChangesSchema,
  segmentMembersSchema,
  segmentPreviewSchema,
  segmentSchema,
  vocabularySchema,
} from '../packages/attune/src/api/schemas/segments.ts'
import { sourceListSchema, sourceSchema } from '../packages/attune/src/api/schemas/sources.ts'
import { createFixtures } from './console/fixtures.ts'
import { measureSchemas } from './console/measure-schemas.ts'

const schemas: Readonly<Record<string, z.ZodType>> = {
  ...measureSchemas,
  overview7: overviewSchema,
  overview28: overviewSchema,
  models: modelListSchema,
  runs: runListSchema,
  oneOfRuns: z.array(runSchema),
  runProgress: z.array(runProgressSchema),
  languageModel: languageModelSchema,
  languageModelLedger: languageModelLedgerSchema,
  clusters: lastClustersSchema,
  interests: interestMapSchema,
  sources: sourceListSchema,
  source: z.array(sourceSchema),
  quality: qualityReportSchema,
  encoder: encoderStatusSchema,
  labelTasks: labelTasksSchema,
  labelProposals: proposalsSchema,
  saidProposals: proposalsSchema,
  trainedLabels: trainedLabelsSchema,
  opinions: opinionsSchema,
  funnel: funnelSchema,
  retention: retentionSchema,
  paths: pathsSchema,
  reportList: reportListSchema,
  reportDocuments: z.array(reportViewSchema),
  satisfaction: satisfactionSchema,
  fairness: fairnessSchema,
  sentiment: sentimentStatusSchema,
  segments: z.array(segmentSchema),
  segmentChanges: segmentChangesSchema,
  segmentMembers: segmentMembersSchema,
  segmentPreview: segmentPreviewSchema,
  vocabulary: vocabularySchema,
  evaluations: evaluationListSchema,
  placements: z.array(placementSchema),
  items: itemPageSchema,
  people: peoplePageSchema,
  persons: z.array(personSchema),
  profiles: z.array(profileSchema),
  timeline: timelineSchema,
  consents: consentSummarySchema,
  consentTexts: z.array(consentTextSchema),
  due: dueRequestsSchema,
  requests: z.array(privacyRequestSchema),
  report: privacyReportSchema,
  audit: auditPageSchema,
  auditVerdict: auditVerdictSchema,
  access: accessReviewSchema,
  decision: decisionExplanationSchema,
  recent: recentEventsSchema,
  live: z.array(liveEventSchema),
  similar: similarResponseSchema,
  recommendations: recommendationResponseSchema,
  preview: recommendationResponseSchema,
}

// What the browser tests look at must be what the API would say, or they prove nothing.
for (const [kind, empty] of [
  ['a busy installation', false],
  ['an empty one', true],
] as const)
  test(`the made-up answers of ${kind} are true to the API's schemas`, () => {
    const answers = createFixtures(Date.UTC(2026, 10, 22, 12), empty).all()
    expect(Object.keys(answers).sort()).toEqual(Object.keys(schemas).sort())
    for (const [name, answer] of Object.entries(answers)) {
      const { error } = z.object({ [name]: schemas[name] ?? z.never() }).safeParse({ [name]: answer })
      expect(error?.issues, name).toBeUndefined()
    }
  })

export { adminPrompt } from './admin/admin.ts'
export { type ClusterName, clusterNamePrompt, clusterNameSchema } from './cluster-name/cluster-name.ts'
export {
  type PortraitSummary,
  portraitSummaryPrompt,
  portraitSummarySchema,
} from './portrait-summary/portrait-summary.ts'
export { type ReportText, reportTextPrompt, reportTextSchema } from './report-text/report-text.ts'
export {
  type ProposedSegment,
  proposedSegmentSchema,
  segmentFromSentencePrompt,
} from './segment-from-sentence/segment-from-sentence.ts'

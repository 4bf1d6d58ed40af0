import type { ReportRow } from '../../../api/schemas/report.ts'

/** Clicks on what was seen, which the click rate counts; a click on what was not seen is none of them. */
export const seenClicks = ({ ctr, exposures }: Pick<ReportRow, 'ctr' | 'exposures'>): number =>
  Math.round((ctr?.value ?? 0) * exposures)

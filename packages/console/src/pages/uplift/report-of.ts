import type { UpliftDetail, UpliftReport } from 'attune/api-types'

/** A model with what was found of it. */
export interface ReportOf {
  readonly model: UpliftDetail
  readonly report: UpliftReport
}

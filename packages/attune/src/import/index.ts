export { findDataset } from './find-dataset.ts'
export { type ImportDatasetOptions, importDataset } from './import-dataset.ts'
export type { ImportProgress, ImportReport } from './import-report.ts'

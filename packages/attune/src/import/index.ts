export { findDataset } from './find-dataset.ts'
export { type ImportDatasetOptions, importDataset } from './import-dataset.ts'
export {
  type ImportEventFileOptions,
  type ImportItemFileOptions,
  importEventFile,
  importItemFile,
} from './import-file.ts'
export type { ImportProgress, ImportReport } from './import-report.ts'

import { basename } from 'node:path'
import { runFiles } from './run-folder.ts'

const left: readonly string[] = [runFiles.state, runFiles.cancel, runFiles.rows, 'lock']

/**
 * Whether a file of the runs goes into a backup: settings, data, curve, scores, card and model do. The state that an unfinished
 * run would go on from, three times as large as its model, does not; put back, such a run begins anew. Neither do rows of people that a run
 * which is under way learns from.
 */
export const keptOfRuns = (path: string): boolean => !left.includes(basename(path)) && !path.endsWith('.part')

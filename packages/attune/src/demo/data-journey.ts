import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import { attuneError } from '../errors.ts'

export interface DataJourneyOptions {
  readonly config: Config
  readonly log: Logger
  readonly folder: string
  readonly json: boolean
  readonly stay: boolean
}

export async function dataJourney(options: DataJourneyOptions): Promise<void> {
  throw attuneError('not-available', `The journey through ${options.folder} is not available yet.`)
}

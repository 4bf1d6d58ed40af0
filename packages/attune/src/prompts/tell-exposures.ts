import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Collector } from '../collect/collector.ts'
import { ownSource } from '../collect/sources/sources.ts'
import { exposureEvents } from '../experiments/exposures-sql.ts'
import type { PromptExposure } from './prompts.ts'

export type TellExposures = (workspace: string, personId: string, exposures: readonly PromptExposure[]) => Promise<void>

/**
 * Notes of a person which variations their text is written with, as events like those that pages send. A note that cannot be
 * stored keeps nobody from their text: it is missing in every variation alike.
 */
export const tellExposures =
  (collector: Pick<Collector, 'collect'>, log: Logger): TellExposures =>
  async (workspace, personId, exposures) => {
    if (exposures.length === 0) return
    const events = exposures.map(({ experiment, variation }) => ({
      type: 'track',
      event: exposureEvents[0],
      messageId: randomUUID(),
      properties: { experiment_id: experiment, variation_id: variation },
    }))
    try {
      await collector.collect({ workspace, source: ownSource, personId, events })
    } catch (error) {
      log.warn({ err: error }, 'who saw which version of a prompt could not be stored')
    }
  }

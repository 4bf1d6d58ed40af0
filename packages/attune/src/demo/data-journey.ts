import type { Logger } from 'pino'
import type { RecommendationResponse } from '../api/schemas/decide.ts'
import type { ModelVersion } from '../api/schemas/models.ts'
import type { Attune } from '../attune.ts'
import type { Config } from '../config/schema.ts'
import { createAttune } from '../create-attune.ts'
import { findDataset, type ImportProgress, type ImportReport, importDataset } from '../import/index.ts'
import { statedPersons, userIdOf } from '../profile/person-traits.ts'
import { httpCaller } from './http-caller.ts'
import { freshFolder, serveDemo } from './open-demo.ts'
import { createShopApi } from './shop-api.ts'
import { demoModel, personalised } from './shop-placements.ts'

export interface DataJourneyOptions {
  /** Its data folder is cleared first. */
  readonly config: Config
  readonly log: Logger
  /** A data set's folder or name. */
  readonly data: string
  readonly seed: number
  readonly language: 'en' | 'zh'
  readonly anyPort: boolean
  readonly onImport: (progress: ImportProgress) => void
  readonly onTraining: (model: string, share: number) => void
}

/** One person with what they did last and what they would be shown. */
export interface Example {
  readonly userId: string
  readonly last: readonly string[]
  readonly recommended: readonly { readonly itemId: string; readonly title: string; readonly reason: string | null }[]
}

export interface DataJourney {
  readonly url: string
  readonly adminKey: string
  readonly report: ImportReport
  readonly models: readonly ModelVersion[]
  readonly examples: readonly Example[]
  readonly seconds: number
  stop(): Promise<void>
}

/** The same loop on a published data set: import → clean → train → evaluate → serve, with three persons as examples. */
export async function dataJourney(options: DataJourneyOptions): Promise<DataJourney> {
  const { config, log, data, seed } = options
  const started = performance.now()
  // A wrong name must not clear the folder.
  findDataset(data, { env: process.env, cwd: process.cwd() })
  await freshFolder(config.dataDir, seed)
  const attune = await createAttune({ config, log })
  const server = await serveDemo(attune, options.anyPort)
  try {
    const report = await importDataset(attune, data, { onProgress: options.onImport })
    const scopes = ['admin'] as const
    const adminKey = attune.keys.create({ workspace: config.workspace, name: 'Console', scopes, actor: 'demo' }).secret
    const keys = { admin: adminKey, server: adminKey }
    const api = createShopApi({ url: server.url, keys })
    const models: ModelVersion[] = []
    for (const name of ['popularity', demoModel])
      models.push(await api.train(name, (share) => options.onTraining(name, share)))
    api.close()
    const examples = await exampleList(attune, server.url, adminKey, options)
    const seconds = (performance.now() - started) / 1000
    return { url: server.url, adminKey, report, models, examples, seconds, stop: server.stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function exampleList(
  attune: Attune,
  url: string,
  key: string,
  { config: { workspace }, seed, language }: DataJourneyOptions,
): Promise<readonly Example[]> {
  // Neither newcomers nor the busiest; which of them is up to the seed.
  const people = await attune.events.query<{ person: string }>(
    `SELECT person FROM (SELECT person_id AS person, count(*) AS n FROM events WHERE workspace = $1 GROUP BY person_id)
     WHERE n BETWEEN 5 AND 200 ORDER BY hash(person || $2) LIMIT 3`,
    [workspace, String(seed)],
  )
  const http = httpCaller(url, 'AttuneDemo/1.0')
  const titleOf = (id: string): string => attune.items.get(workspace, id)?.title ?? id
  const examples: Example[] = []
  for (const { person: personId } of people) {
    const [stated] = statedPersons(attune, workspace, [personId])
    const answer = await http.call<RecommendationResponse>('POST', '/v1/recommendations', key, {
      placement: 'home',
      personId,
      n: 5,
      context: { language },
      preview: true,
      variation: personalised,
    })
    const history = attune.histories.of(workspace, answer.personId)
    examples.push({
      userId: userIdOf(stated) ?? personId,
      last: history.itemIds.slice(-3).toReversed().map(titleOf),
      recommended: answer.items.map(({ itemId, reason }) => ({ itemId, title: titleOf(itemId), reason })),
    })
  }
  http.close()
  return examples
}

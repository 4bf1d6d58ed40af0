import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { configSchema } from '../config/schema.ts'
import { type DataJourneyOptions, dataJourney } from './data-journey.ts'
import { journeyDocument } from './journey-report.ts'

const data = process.env.ATTUNE_TEST_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const films = join(data, 'movielens-100k')

const optionsIn = (folder: string): DataJourneyOptions => ({
  config: configSchema.parse({
    dataDir: join(folder, 'data'),
    server: { port: 0 },
    recommend: { trainEveryHours: 0 },
  }),
  log: pino({ level: 'silent' }),
  data: films,
  seed: 1,
  language: 'zh',
  anyPort: true,
  onImport: () => {},
  onTraining: () => {},
})

test.skipIf(!existsSync(films))(
  'movielens-100k: imported whole, trained, better than popular, and served with titles and reasons',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attune-journey-'))
    const journey = await dataJourney(optionsIn(folder))
    try {
      const { report, models, examples } = journey
      expect(report).toMatchObject({ read: 100_000, stored: 100_000, persons: 943 })
      expect(models.map(({ name, live }) => [name, live])).toEqual([
        ['popularity', true],
        ['recencyItemKnn', true],
      ])
      const [popular, personal] = models.map(({ metrics }) => metrics?.['ndcg@10'])
      expect(personal!.low).toBeGreaterThan(popular!.high)
      expect(examples).toHaveLength(3)
      for (const { last, recommended } of examples) {
        expect(last).toHaveLength(3)
        expect(recommended).toHaveLength(5)
        for (const { title, reason } of recommended) {
          expect(title).not.toMatch(/^\d+$/)
          expect(last).not.toContain(title)
          expect(reason).toMatch(/\p{Script=Han}/u)
        }
      }
      expect(journeyDocument(journey, films)).toMatchObject({ data: films, import: { read: 100_000 } })
    } finally {
      await journey.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000,
)

test('a data set that is not there clears no folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attune-journey-'))
  const options = { ...optionsIn(folder), data: 'no-such-data-set' }
  await expect(dataJourney(options)).rejects.toMatchObject({ code: 'unknown-dataset' })
  expect(existsSync(options.config.dataDir)).toBe(false)
  rmSync(folder, { recursive: true })
})

import { workerData } from 'node:worker_threads'
import { openPredictor } from '../predict/open-predictor.ts'
import type { EntitiesPrediction } from '../predict/predictor.ts'
import { serveAsked } from '../predict/serve-asked.ts'

export interface TaggerThreadData {
  readonly folder: string
}

export type TaggedTexts = readonly EntitiesPrediction['entities'][]

/** Answers with a model of `attune finetune tag`; tells its labels. */
serveAsked<readonly string[], TaggedTexts>(async () => {
  const { folder } = workerData as TaggerThreadData
  const opened = await openPredictor(folder, { threads: 2, batch: 16 })
  if (opened.kind !== 'tag') throw new Error('it finds no entities: it is a model for another task')
  return {
    opened: opened.labels,
    close: () => opened[Symbol.asyncDispose](),
    async answer(texts) {
      // A text of nothing is refused by models, and has no entity.
      const places = [...texts.keys()].filter((at) => (texts[at] as string).trim() !== '')
      const found = await opened.predict(places.map((at) => texts[at] as string))
      const answer: EntitiesPrediction['entities'][] = texts.map(() => [])
      for (const [at, { entities }] of found.entries()) answer[places[at] as number] = entities
      return { answer }
    },
  }
})

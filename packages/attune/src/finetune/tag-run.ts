import { z } from 'zod'
import { finetuneRun, finetuneSettings, textCard } from './finetune-run.ts'
import { type BadRow, emptyValue, readRows } from './read-rows.ts'
import { type Entity, trainTagger } from './train-tagger.ts'

const entity = z.object({ start: z.int().min(0), end: z.int(), label: z.string().min(1) })

/** Entities of a text: a list, or JSON of one in a cell. Nothing is no entity. */
function entitiesOf(value: unknown, text: string): readonly Entity[] | BadRow {
  const bad = { bad: 'entities', why: 'is no list of {start, end, label} inside of the text' }
  let given = value ?? []
  if (typeof given === 'string') {
    try {
      given = given.trim() === '' ? [] : JSON.parse(given)
    } catch {
      return bad
    }
  }
  const parsed = z.array(entity).safeParse(given)
  if (!parsed.success || parsed.data.some(({ start, end }) => end <= start || end > text.length)) return bad
  return parsed.data
}

/** `attune finetune tag` */
export const tagRun = finetuneRun({
  task: 'tag',
  settings: z.strictObject({ ...finetuneSettings, text: z.string(), entities: z.string() }),
  read: (path, { text, entities }) =>
    readRows(path, { text, entities }, (values) => {
      // Not trimmed: places are counted in the text as it is.
      const own = String(values.text ?? '')
      if (own.trim() === '') return { bad: 'text', why: emptyValue }
      const found = entitiesOf(values.entities, own)
      return 'bad' in found ? found : { text: own, entities: found }
    }),
  keyOf: ({ text }) => text,
  counts: (train, test) => ({
    trainTexts: train.length,
    testTexts: test.length,
    entityTypes: new Set(train.flatMap(({ entities }) => entities.map(({ label }) => label))).size,
  }),
  train: trainTagger,
  scores: ['f1', 'precision', 'recall'],
  card: () => textCard({ en: 'to find entities in them', zh: '识别其中的实体' }),
})

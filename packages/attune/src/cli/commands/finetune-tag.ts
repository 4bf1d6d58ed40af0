import type { Command } from 'commander'
import { z } from 'zod'
import { type BadRow, readRows } from '../../finetune/read-rows.ts'
import { type Entity, trainTagger } from '../../finetune/train-tagger.ts'
import { action } from '../options.ts'
import { type FinetuneOptions, figure, finetune, finetuneTask } from './finetune-options.ts'
import { printClasses } from './print-classes.ts'

interface TagOptions extends FinetuneOptions {
  readonly text: string
  readonly entities: string
}

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

async function tag(options: TagOptions): Promise<void> {
  const { text, entities } = options
  await finetune(options, {
    read: (path) =>
      readRows(path, { text, entities }, (values) => {
        // Not trimmed: places are counted in the text as it is.
        const own = String(values.text ?? '')
        if (own.trim() === '') return { bad: 'text', why: 'is empty' }
        const found = entitiesOf(values.entities, own)
        return 'bad' in found ? found : { text: own, entities: found }
      }),
    keyOf: (row) => row.text,
    train: trainTagger,
    print(report, test) {
      process.stdout.write(
        `F1 ${figure(report.f1)}, precision ${figure(report.precision)}, recall ${figure(report.recall)} of whole entities in ${test.rows.length} texts\n`,
      )
      printClasses(report.perClass)
    },
  })
}

export const tagCommand = (): Command =>
  finetuneTask('tag', 'find entities in texts: products, brands, places', (task) =>
    task
      .requiredOption('--text <column>', 'column of the texts')
      .requiredOption(
        '--entities <column>',
        'column of the entities: [{"start": 0, "end": 4, "label": "brand"}], in characters',
      ),
  ).action(action(tag))

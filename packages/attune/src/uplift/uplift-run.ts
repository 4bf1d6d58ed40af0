import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createKernels } from '@attune/kernels'
import { AttuneError, attuneError } from '../errors.ts'
import { asJson } from '../finetune/write-folder.ts'
import { pathIn } from '../runs/run-folder.ts'
import { defineRun } from '../runs/run-kind.ts'
import { readTable } from './read-table.ts'
import { reportFile } from './report-file.ts'
import { trainUplift } from './train-uplift.ts'
import { upliftCard } from './uplift-card.ts'
import { saveUpliftModel } from './uplift-model.ts'
import { upliftReport } from './uplift-report.ts'
import { upliftSettingsSchema } from './uplift-settings.ts'

/** Share of the people that judges. */
const aside = 0.3

/** What a file's columns lack is, of a workspace's people, a past. */
function inWordsOfPeople(cause: unknown): never {
  if (!(cause instanceof AttuneError) || cause.code !== 'no-features') throw cause
  throw attuneError(
    'no-past',
    'Nothing is known of these people from before they were exposed, or the same of all, so nothing tells whom it moves. Learn from people who had done something before: of a placement, begin later with --from and fewer --days.',
    { status: 409, cause },
  )
}

/** A model of uplift of this workspace: from rows that were read for it (`create-uplift.ts`), in which no person is named. */
export const upliftRun = defineRun({
  settings: upliftSettingsSchema,
  files: (_, folder) => [pathIn(folder, 'rows')],
  async work(settings, context) {
    const rows = pathIn(dirname(context.folder), 'rows')
    if (!existsSync(rows))
      throw attuneError(
        'rows-gone',
        'What this run learns from is kept only while it works. Begin a new one: attune uplift train --experiment ID.',
        { status: 409 },
      )
    const table = await readTable(rows, ['treated', 'outcome'])
    context.describe({ counts: { trainRows: Math.round((1 - aside) * table.rows.length) }, judgedBy: 'qini' })
    await using kernels = await createKernels({ threads: 1 })
    const { method, base, seed } = settings
    const trained = await trainUplift(
      table,
      {
        treatment: 'treated',
        outcome: 'outcome',
        method,
        base,
        aside,
        refute: true,
        explain: true,
        seed,
        now: Date.now(),
      },
      kernels,
    ).catch(inWordsOfPeople)
    const report = upliftReport(trained, { of: settings.people })
    context.describe({
      counts: {
        trainRows: report.people.learntFrom,
        testRows: report.people.judgedOn,
        features: trained.model.plan.length,
      },
      judgedBy: 'qini',
    })
    context.signal.throwIfAborted()
    const { scikitUplift, causalml, effect, people } = report
    const scores = {
      qini: scikitUplift.qini,
      auuc: scikitUplift.auuc,
      qiniCausalml: causalml.qini,
      auucCausalml: causalml.auuc,
    }
    return {
      scores: Object.fromEntries(Object.entries(scores).flatMap(([name, one]) => (one ? [[name, one.value]] : []))),
      figures: { people: people.treated + people.control, effect, qini: scikitUplift.qini },
      card: upliftCard(settings),
      model: context.folder,
      save: (card) =>
        saveUpliftModel(context.folder, trained.model, { [reportFile]: asJson(report), 'README.md': card }),
    }
  },
})

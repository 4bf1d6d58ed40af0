import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { labelsOf, labelTasks, putLabels } from '../../labels/label-store.ts'
import type { LabelOrder } from '../../labels/label-worker.ts'
import type { ProposedText } from '../../labels/propose-texts.ts'
import type { TaughtLabels } from '../../labels/teach-labels.ts'
import { textsOfItems } from '../../labels/text-source.ts'
import { trainLabels } from '../../labels/train-labels.ts'
import { runInThread } from '../../models/run-in-thread.ts'
import type { App } from '../app.ts'
import {
  givenLabelsSchema,
  labelTaskParams,
  labelTasksSchema,
  proposalsQuery,
  proposalsSchema,
  trainedLabelsSchema,
} from '../schemas/labels.ts'

/** Items among which proposals are looked for: a sample says as much, and a thread is done with it in seconds. */
const mostTexts = 5_000

/** `GET /v1/labels`, `GET /v1/labels/:task/proposals`, `PUT /v1/labels/:task`, `POST /v1/labels/:task/train`: a team's own labels for items. */
export async function labelsRoutes(app: App, attune: Attune): Promise<void> {
  const { state, items, config } = attune
  const tags = ['labels']
  const reading = { scopes: ['read'], can: 'reports.read' } as const
  const labelling = { scopes: ['admin'], can: 'items.change' } as const
  const training = { scopes: ['admin'], can: 'models.change' } as const
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  const inThread = <Result>(order: LabelOrder): Promise<Result> =>
    runInThread<Result>('../labels/label-worker', order, () => {}, closing.signal)

  app.get(
    '/v1/labels',
    {
      config: reading,
      schema: { tags, summary: 'Tasks and how many texts have each label', response: { 200: labelTasksSchema } },
    },
    async ({ auth }) => ({
      tasks: labelTasks(state, auth.workspace).map(({ task, labels }) => ({ task, labels: [...labels] })),
    }),
  )

  app.get(
    '/v1/labels/:task/proposals',
    {
      config: reading,
      schema: {
        tags,
        summary: 'The items whose labels would teach most',
        params: labelTaskParams,
        querystring: proposalsQuery,
        response: { 200: proposalsSchema },
      },
    },
    async ({ auth, params: { task }, query: { count } }) => {
      const labels = labelsOf(state, auth.workspace, task)
      const all = textsOfItems(items, auth.workspace)
      const every = Math.max(1, Math.ceil(all.length / mostTexts))
      const texts = all.filter((_, i) => i % every === 0)
      const proposed =
        texts.length === 0 ? [] : await inThread<readonly ProposedText[]>({ kind: 'propose', texts, labels, count })
      return { task, labelled: labels.length, proposed: [...proposed] }
    },
  )

  app.put(
    '/v1/labels/:task',
    {
      config: labelling,
      schema: {
        tags,
        summary:
          'Give labels to items (`item:` and the item’s id), all or none; a newer label takes the place of an older one',
        params: labelTaskParams,
        body: givenLabelsSchema,
        response: { 200: z.object({ task: z.string(), labelled: z.int() }) },
      },
    },
    async ({ auth: { workspace }, params: { task }, body }) => {
      const texts = new Map(textsOfItems(items, workspace).map(({ id, text }) => [id, text]))
      const given = body.labels.map(({ textId, label }, i) => {
        const text = texts.get(textId)
        if (text !== undefined) return { textId, text, label }
        throw attuneError('unknown-text', 'A label is for no item that has a title or a description.', {
          status: 404,
          details: { field: `labels.${i}.textId` },
        })
      })
      putLabels(state, { workspace, task, now: attune.clock() }, given)
      return { task, labelled: given.length }
    },
  )

  app.post(
    '/v1/labels/:task/train',
    {
      config: training,
      schema: {
        tags,
        summary: 'Teach the task’s classifier with all its labels, and say how well it does; waits until it is done',
        params: labelTaskParams,
        response: { 200: trainedLabelsSchema },
      },
    },
    async ({ auth: { workspace }, params: { task } }) => {
      const trained = await trainLabels({
        state,
        dataDir: config.dataDir,
        workspace,
        task,
        now: attune.clock(),
        teach: (texts, labels) => inThread<TaughtLabels>({ kind: 'teach', texts, labels }),
      })
      const judged = trained.judged && { ...trained.judged, labels: [...trained.judged.labels] }
      return { ...trained, labels: [...trained.labels], judged }
    },
  )
}

import { z } from 'zod'
import type { Attune } from '../../attune.ts'
import { attuneError } from '../../errors.ts'
import { labelTasks } from '../../labels/label-store.ts'
import type { App } from '../app.ts'
import {
  givenLabelsSchema,
  labelTaskParams,
  labelTasksSchema,
  proposalsQuery,
  proposalsSchema,
  trainedLabelsSchema,
} from '../schemas/labels.ts'

/** `GET /v1/labels`, `GET /v1/labels/:task/proposals`, `PUT /v1/labels/:task`, `POST /v1/labels/:task/train`: a team's own labels for texts. */
export async function labelsRoutes(app: App, attune: Attune): Promise<void> {
  const { state, textLabels } = attune
  const tags = ['labels']
  const reading = { scopes: ['read'], can: 'reports.read' } as const
  const labelling = { scopes: ['admin'], can: 'items.change' } as const
  const training = { scopes: ['admin'], can: 'models.change' } as const

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
        summary:
          'The texts whose labels would teach most; what people said is redacted, and shown to those who may label',
        params: labelTaskParams,
        querystring: proposalsQuery,
        response: { 200: proposalsSchema },
      },
    },
    async ({ auth, params: { task }, query: { count, from } }) => {
      if (from !== 'items' && !auth.permissions.includes(labelling.can))
        throw attuneError('forbidden', 'What people said is read one by one only by those who may give labels.', {
          status: 403,
          details: { zh: '只有可以标注的人才能逐条查看用户所说的内容。' },
        })
      const { labelled, proposed } = await textLabels.propose(auth.workspace, task, { from, count })
      return { task, labelled, proposed: [...proposed] }
    },
  )

  app.put(
    '/v1/labels/:task',
    {
      config: labelling,
      schema: {
        tags,
        summary:
          'Give labels to texts by the ids of their proposals (`item:` and the item’s id), all or none; a newer label takes the place of an older one',
        params: labelTaskParams,
        body: givenLabelsSchema,
        response: { 200: z.object({ task: z.string(), labelled: z.int() }) },
      },
    },
    async ({ auth: { workspace }, params: { task }, body }) => ({
      task,
      labelled: await textLabels.put(workspace, task, body.labels),
    }),
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
      const trained = await textLabels.train(workspace, task)
      const judged = trained.judged && { ...trained.judged, labels: [...trained.judged.labels] }
      return { ...trained, labels: [...trained.labels], judged }
    },
  )
}

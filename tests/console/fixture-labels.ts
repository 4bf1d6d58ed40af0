import type { LabelProposals, LabelTasksView, TrainedLabelsView } from 'attune/api-types'
import type { Answer } from './fixtures.ts'

/** A task with two labels and made-up items that wait for theirs. */
export function createLabelFixtures(empty: boolean) {
  const tasks: LabelTasksView = {
    tasks: empty
      ? []
      : [
          {
            task: 'occasions',
            labels: [
              { label: 'every day', texts: 14 },
              { label: '送礼', texts: 11 },
            ],
          },
        ],
  }
  const proposals: LabelProposals = {
    task: 'occasions',
    labelled: empty ? 0 : 25,
    proposed: empty
      ? []
      : [
          { id: 'item:tea-101', text: '明前龙井 250 克礼盒', guess: { label: '送礼', probability: 0.58 } },
          { id: 'item:tea-102', text: 'Everyday green, 50 bags', guess: { label: 'every day', probability: 0.61 } },
        ],
  }
  const said: LabelProposals = {
    ...proposals,
    proposed: empty ? [] : [{ id: 'said:Yk2c0dE9', text: '送给长辈的，电话 [[PHONE_1]]，包装很好' }],
  }
  const trained: TrainedLabelsView = {
    task: 'occasions',
    version: '2',
    texts: 26,
    labels: ['every day', '送礼'],
    judged: {
      accuracy: 0.88,
      low: 0.71,
      high: 0.96,
      texts: 26,
      labels: [
        { label: 'every day', texts: 14, found: 13 },
        { label: '送礼', texts: 12, found: 10 },
      ],
    },
  }
  return {
    get: (task: string, from: string | null): Answer => ({
      status: 200,
      body: task === '' ? tasks : from === 'reviews' ? said : proposals,
    }),
    change: (action: string | undefined): Answer => ({
      status: 200,
      body: action === 'train' ? trained : { task: 'occasions', labelled: 1 },
    }),
    all: () => ({ labelTasks: tasks, labelProposals: proposals, saidProposals: said, trainedLabels: trained }),
  }
}

import type { ModelVersion } from '../api/schemas/models.ts'

const en = {
  title: (name: string, version: number) => `Model card: ${name}, version ${version}`,
  facts: ['', ''],
  kind: 'Method',
  state: 'State',
  live: 'live: it answers requests',
  states: {
    training: 'in training',
    trained: 'trained, not live',
    failed: 'training failed',
    held: 'held back: it did not do better than what was live',
  } as Readonly<Record<ModelVersion['status'], string>>,
  made: 'Made',
  trainedIn: 'Time of training',
  seconds: (seconds: number) => `${seconds.toFixed(1)} s`,
  shownIn: 'Placements',
  nowhere: 'none',
  separator: ', ',
  unknown: 'not known',
  use: 'What it is for',
  intended:
    'It proposes items of the catalogue to a person, from what they and others did. A ranking, rules of the placement and exploration come after it.',
  notIntended:
    'It must not be used to judge persons, to set prices for single persons, or for decisions with legal or similarly serious effects. Items that few people have met are hard for it.',
  data: 'What it learnt from',
  noData: 'Nothing is kept of what it learnt from.',
  learnt: (persons: string, items: string, interactions: string) =>
    `${interactions} interactions of ${persons} people who allow training, with ${items} items`,
  between: (from: string, to: string) => `between ${from} and ${to}.`,
  hash: 'Hash of the data',
  figures: 'How well it does',
  notMeasured: 'It was not measured.',
  protocol:
    'Offline: the last interaction of each person is held out, and the model is asked for it. The intervals are of 95%, over persons. Offline figures say which model to try; what it changes is told by an experiment.',
  figureHead: ['measure', 'value', '95% interval'],
  measuredOf: (version: number) =>
    `These are the figures of version ${version}; this one was made from it when people were erased, and was not measured itself.`,
  comparisons: 'Compared with others',
  thisKind: '(this method)',
  comparedOn: (data: string, persons: string) => `on ${data}, ${persons} people`,
  model: 'model',
  interval: '95% interval',
  parameters: 'Parameters',
  defaults: 'The defaults.',
  name: 'name',
  value: 'value',
  people: 'What people can do',
  rights:
    'Whoever objects to training is left out; whoever is erased is taken out of the model. Why an item was shown stands with each decision (“attune profile”, `GET /v1/people/:id/decisions/:decisionId`), in words that a person can be given. Whether exposure is shared fairly is told by “attune fairness”.',
  note: 'Note',
}

export type ModelCardTexts = typeof en

const zh: ModelCardTexts = {
  title: (name, version) => `模型卡：${name}，版本 ${version}`,
  facts: ['', ''],
  kind: '方法',
  state: '状态',
  live: '在线：正在响应请求',
  states: {
    training: '训练中',
    trained: '已训练，未上线',
    failed: '训练失败',
    held: '未上线：效果不优于当时的在线版本',
  },
  made: '创建日期',
  trainedIn: '训练用时',
  seconds: (seconds) => `${seconds.toFixed(1)} 秒`,
  shownIn: '推荐位',
  nowhere: '无',
  separator: '、',
  unknown: '未知',
  use: '用途',
  intended: '根据用户本人和其他人的行为，从商品目录中为其提出候选商品；之后还会经过排序、推荐位规则与探索。',
  notIntended:
    '不得用于评判个人、为个人单独定价，或作出具有法律效力及类似重大影响的决定。对于很少有人接触过的商品，效果有限。',
  data: '训练数据',
  noData: '没有保留训练数据的记录。',
  learnt: (persons, items, interactions) => `同意用于训练的 ${persons} 人与 ${items} 件商品的 ${interactions} 次交互`,
  between: (from, to) => `（${from} 至 ${to}）。`,
  hash: '数据摘要',
  figures: '效果',
  notMeasured: '尚未测量。',
  protocol:
    '离线评测：留出每个人的最后一次交互，让模型预测。区间为 95%，按人计算。离线指标只说明哪个模型值得一试，实际效果以实验为准。',
  figureHead: ['指标', '数值', '95% 区间'],
  measuredOf: (version) => `以上为版本 ${version} 的数值；本版本是在删除个人数据时由其生成的，未单独测量。`,
  comparisons: '与其他模型的比较',
  thisKind: '（本方法）',
  comparedOn: (data, persons) => `数据 ${data}，${persons} 人`,
  model: '模型',
  interval: '95% 区间',
  parameters: '参数',
  defaults: '均为默认值。',
  name: '名称',
  value: '数值',
  people: '个人可以做什么',
  rights:
    '不同意用于训练的人不在训练数据中；要求删除的人会从模型中移除。每次决策都附有展示原因（“attune profile”、`GET /v1/people/:id/decisions/:decisionId`），可以直接告知本人。曝光分配是否公平，见 “attune fairness”。',
  note: '备注',
}

/** Words of a model card. */
export const modelCardTexts: Readonly<Record<'en' | 'zh', ModelCardTexts>> = { en, zh }

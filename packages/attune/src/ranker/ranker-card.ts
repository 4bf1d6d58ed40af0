import { persons } from '../finetune/text-card.ts'
import type { Card } from '../runs/run-record.ts'
import type { TrainedRanker } from './train-ranker.ts'

/** What a ranker learnt from, and what it is for. */
export function rankerCard({ definition, epochs }: TrainedRanker, label: string): Card {
  const sizes = definition.features.map((feature) => ({ name: feature.name, ...sizeOf(feature) }))
  return {
    task: { en: `Ranker of ${label}`, zh: `${label} 的排序模型` },
    facts: [
      { name: { en: 'epochs made', zh: '实际训练轮数' }, value: { en: String(epochs), zh: String(epochs) } },
      {
        name: { en: 'learnt from', zh: '特征' },
        value: {
          en: sizes.map(({ name, en }) => `${name} (${en})`).join(', '),
          zh: sizes.map(({ name, zh }) => `${name}（${zh}）`).join('、'),
        },
      },
    ],
    examples: [],
    intended: {
      en: 'putting in order and pricing candidates like those it was trained on. Probabilities hold for the share of label 1 in its training rows; after sampling, or when behaviour changes, calibrate anew.',
      zh: '对与训练数据同类的候选进行排序和定价。概率以训练数据中标签 1 的占比为准；经过采样，或用户行为发生变化后，需重新校准。',
    },
    limits: {
      en: `candidates unlike those it was trained on. Nor for ${persons.en}`,
      zh: `与训练数据差异较大的候选。${persons.zh}`,
    },
  }
}

function sizeOf(feature: TrainedRanker['definition']['features'][number]): Card['task'] {
  const count = (value: number): string => value.toLocaleString('en-US')
  switch (feature.kind) {
    case 'ids':
      return { en: `${count(feature.vocabulary.length)} ids`, zh: `${count(feature.vocabulary.length)} 个 ID` }
    case 'hash':
      return { en: `${count(feature.buckets)} buckets`, zh: `${count(feature.buckets)} 个哈希桶` }
    case 'number':
      return feature.scale === 'log' ? { en: 'logarithm of a number', zh: '数值取对数' } : { en: 'number', zh: '数值' }
    case 'list':
      return feature.of === undefined
        ? { en: 'list', zh: '列表' }
        : { en: `list of ${feature.of}`, zh: `${feature.of} 列表` }
    case 'vector':
      return { en: `vector of ${count(feature.length)}`, zh: `${count(feature.length)} 维向量` }
  }
}

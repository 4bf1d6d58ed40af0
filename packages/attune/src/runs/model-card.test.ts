import { expect, test } from 'vitest'
import { modelCard } from './model-card.ts'
import { runRecordSchema } from './run-record.ts'

const record = runRecordSchema.parse({
  format: 'attune-run-1',
  id: 'classify-2026-03-02-1',
  workspace: 'default',
  kind: 'classify',
  settings: { train: '/home/somebody/reviews|1.csv', epochs: 3, test: null, out: null },
  state: 'finished',
  createdAt: '2026-03-02T12:00:00.000Z',
  finishedAt: '2026-03-02T12:05:00.000Z',
  seconds: 299.6,
  resumed: 1,
  changes: [{ step: 1207, settings: { epochs: 3 } }],
  keepSeconds: 60,
  versions: { attune: '0.1.0', node: 'v24.0.0', onnxRuntime: '1.30.0' },
  device: { kind: 'cpu', name: 'a processor', system: 'Linux' },
  data: {
    files: [{ path: '/home/somebody/reviews|1.csv', bytes: 10, sha256: 'ab'.repeat(32) }],
    hash: 'cd'.repeat(32),
    counts: { trainTexts: 12_000, testTexts: 3_000, oddities: 3 },
    leftOut: [],
  },
  judgedBy: null,
  samplesPerStep: 32,
  scores: { accuracy: 0.91234, macroF1: 0.9 },
  baseline: { of: 'before', scores: { accuracy: 0.5 } },
  figures: null,
  perClass: { 'a|b': { precision: null, recall: 0, f1: 0, support: 7 } },
  trainableParameters: 1_234_567,
  model: '/home/somebody/.attune/runs/classify-2026-03-02-1/model',
  card: {
    task: { en: 'Text classifier', zh: '文本分类模型' },
    facts: [{ name: { en: 'encoder', zh: '编码器' }, value: { en: 'small: 2 layers', zh: 'small：2 层' } }],
    examples: [{ given: 'a|b', made: 'first\nsecond' }],
    intended: { en: 'reviews.', zh: '评论。' },
    limits: { en: 'anything else.', zh: '其他文本。' },
  },
  failure: null,
})

test('a card says what was learnt from what and how well, in both languages, and not where this computer keeps things', () => {
  const card = modelCard(record)
  const [english = '', chinese = ''] = card.split('\n---\n\n')
  expect(english).toContain('# Text classifier')
  expect(english).toContain(
    '| data | texts learnt from 12,000 · texts tried on 3,000 · oddities 3 · reviews\\|1.csv (SHA-256 abababababab) |',
  )
  expect(english).toContain('| tried on | a part of the rows, set aside |')
  expect(chinese).toContain('| 测试数据 | 从数据中留出的一部分 |')
  expect(english).toContain('| settings | train=reviews\\|1.csv · epochs=3 |')
  expect(english).toContain('| changed | epochs=3 (after step 1,207) |')
  expect(english).toContain('| accuracy | 0.9123 |')
  expect(english).toContain('| a\\|b | – | 0.0000 | 0.0000 | 7 |')
  expect(english).toContain('**Not for:** anything else.')
  expect(chinese).toContain('# 文本分类模型')
  expect(english).toContain('| accuracy, before the training | 0.5000 |')
  expect(english).toContain('| encoder | small: 2 layers |')
  expect(english).toContain('| a\\|b | first second |')
  expect(chinese).toContain('| 准确率 | 0.9123 |')
  expect(chinese).toContain('| 准确率（训练前） | 0.5000 |')
  expect(chinese).toContain('| 编码器 | small：2 层 |')
  expect(chinese).toContain('**适用范围：** 评论。')
  expect(card).not.toContain('/home')
})

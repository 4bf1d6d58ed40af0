import type { ClassScores } from './classification-report.ts'
import type { FinetuneFacts, FinetuneSettings } from './finetune-settings.ts'
import type { FinetuneTask, Trained } from './save-model.ts'

/** What a model was made from. */
export interface CardData {
  readonly train: string
  readonly test: string
  /** Rows that were learnt from. */
  readonly rows: number
}

const titles: Readonly<Record<FinetuneTask, string>> = {
  classify: 'Text classifier',
  label: 'Text labeller',
  score: 'Text scorer',
  rank: 'Text ranker',
  tag: 'Entity tagger',
  similar: 'Text encoder',
}

const uses: Readonly<Record<FinetuneTask, string>> = {
  classify:
    'to sort them into classes. It says a class for every text, also for one that belongs to none, beside a score of how little it is like what was learnt.',
  label: 'to say which labels each has.',
  score: 'to estimate a number for each.',
  rank: 'to put candidates in the order in which they answer a query.',
  tag: 'to find entities in them.',
  similar: 'to find texts that mean the same.',
}

/** Figures that stand in the table by themselves, by their key. */
const names: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  macroF1: 'macro F1',
  microF1: 'micro F1',
  exact: 'texts with all labels right',
  outOfScopeAuc: 'texts of no class, AUC',
  outOfScopeTexts: 'texts of no class, left out of the other figures',
  rmse: 'root mean squared error',
  baselineRmse: 'the same for the mean of the training texts',
  r2: 'R²',
  spearman: 'Spearman’s correlation',
  ndcg10: 'NDCG@10',
  shuffledNdcg10: 'NDCG@10 of an order drawn at random',
  mrr: 'mean reciprocal rank',
  queries: 'queries',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  recallAt1: 'recall@1',
  recallAt5: 'recall@5',
  recallAt10: 'recall@10',
  alignment: 'alignment',
  uniformity: 'uniformity',
  pairs: 'pairs',
}

/** The model card, in Markdown. */
export function modelCard(
  { report, saved: { task, encoder } }: Trained<object>,
  { method, epochs, batch, seed, longest }: FinetuneSettings,
  { train, test, rows }: CardData,
): string {
  const { seconds, trainableParameters, privacy }: FinetuneFacts = report
  const { before } = report as { readonly before?: Readonly<Record<string, unknown>> }
  const facts: [string, string][] = [
    [
      'encoder',
      `${encoder.name}: ${encoder.shape.layers} layers, width ${encoder.shape.width}, ${encoder.shape.vocabulary} tokens`,
    ],
    ['method', `${method}, ${trainableParameters.toLocaleString('en-US')} parameters trained`],
    [
      'training',
      `${rows.toLocaleString('en-US')} rows of ${train}, ${epochs} epochs, batches of ${batch}, ${longest} tokens at most, seed ${seed}, ${Math.round(seconds)} s`,
    ],
    ...(privacy ? [['privacy', privacyText(privacy)] as [string, string]] : []),
    ['tried on', test],
    ...figuresOf(report),
    ...figuresOf(before ?? {}).map(([name, value]): [string, string] => [`${name}, before`, value]),
  ]
  const table = facts.map(([name, value]) => `| ${name} | ${value} |`).join('\n')
  return `# ${titles[task]}

| | |
|---|---|
${table}
${classTable(report)}
Intended for texts like those it was trained on, in the same language, ${uses[task]}
Not for decisions about persons without somebody who looks at them.
`
}

function figuresOf(report: object): [string, string][] {
  return Object.entries(report).flatMap(([key, value]): [string, string][] => {
    const name = names[key]
    return name !== undefined && typeof value === 'number' ? [[name, figure(value)]] : []
  })
}

const figure = (value: number): string => (Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(4))

function privacyText({ clip, noise, samplingRate, steps }: NonNullable<FinetuneFacts['privacy']>): string {
  return `each example’s gradient at most ${clip} long, noise of ${noise} × that; ${steps} steps, each example with a chance of ${samplingRate.toPrecision(3)}; names of classes and the range of numbers are not hidden`
}

function classTable(report: object): string {
  const { perClass } = report as { readonly perClass?: Readonly<Record<string, ClassScores>> }
  if (!perClass) return ''
  const share = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  const rows = Object.entries(perClass).map(
    ([label, { precision, recall, f1, support }]) =>
      `| ${label.replaceAll('|', '\\|')} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${support} |`,
  )
  return `
| class | precision | recall | F1 | texts |
|---|---:|---:|---:|---:|
${rows.join('\n')}
`
}

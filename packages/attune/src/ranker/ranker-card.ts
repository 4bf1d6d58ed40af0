import type { RankerSettings, TrainedRanker } from './train-ranker.ts'

/** What a ranker was made of, for its card. */
export interface RankerData {
  readonly train: string
  readonly test: string
  readonly label: string
  readonly rows: number
}

/** The model card of a ranker, in Markdown. */
export function rankerCard(trained: TrainedRanker, settings: RankerSettings, data: RankerData): string {
  const { scores, uncalibrated, definition, trainableParameters, epochs, seconds } = trained
  const { model, batch, learningRate, rare, seed } = settings
  const safe = (text: string): string => text.replaceAll('|', '\\|')
  const rows = definition.features.map((feature) => {
    const size = {
      ids: () => `${feature.kind === 'ids' ? feature.vocabulary.length : 0} ids`,
      hash: () => `${feature.kind === 'hash' ? feature.buckets : 0} buckets`,
      number: () => (feature.kind === 'number' && feature.scale === 'log' ? 'logarithm' : 'as it is'),
      list: () => (feature.kind === 'list' && feature.of !== undefined ? `of ${feature.of}` : 'of its own ids'),
      vector: () => `${feature.kind === 'vector' ? feature.length : 0} numbers`,
    }[feature.kind]()
    return `| ${safe(feature.name)} | ${feature.kind} | ${safe(size)} |`
  })
  const figures = Object.entries(scores).map(([name, value]) => {
    const before = uncalibrated ? ` | ${uncalibrated[name as keyof typeof scores].toFixed(4)}` : ''
    return `| ${name} | ${value.toFixed(4)}${before} |`
  })
  return `# Ranker of ${data.label}

| | |
|---|---|
| model | ${model.kind}, ${trainableParameters.toLocaleString('en-US')} parameters trained |
| training | ${data.rows.toLocaleString('en-US')} rows of ${data.train}, ${epochs} epochs, batches of ${batch}, learning rate ${learningRate}, ids that come less than ${rare} × together, seed ${seed}, ${Math.round(seconds)} s |
| calibration | ${settings.calibrate ?? 'none'} |
| tried on | ${data.test} |

| measure | value${uncalibrated ? ' | uncalibrated' : ''} |
|---|---:|${uncalibrated ? '---:|' : ''}
${figures.join('\n')}

auc: chance that a row with label 1 is above one with label 0. logloss: in nats. ece: gap between probability and what happens, over 15
bins of equal width; eceEqualMass: over 15 bins of equally many rows.

| feature | kind | |
|---|---|---|
${rows.join('\n')}

Intended to order and price candidates like those it was trained on. Probabilities hold for the share of label 1 in its training rows; after
sampling, or when behaviour changes, calibrate anew. Not for decisions about persons without somebody who looks at them.
`
}

import type { Finetuned, FinetuneSettings } from './finetune-classifier.ts'

const share = (value: number | null): string => (value === null ? '–' : value.toFixed(4))

/** The model card of a classifier, in Markdown. */
export function classifierCard(
  { encoder, labels, trainableParameters, report, scope, seconds }: Finetuned,
  { method, epochs, batch, seed, longest }: FinetuneSettings,
  { train, test, texts }: { readonly train: string; readonly test: string; readonly texts: number },
): string {
  const rows = Object.entries(report.perClass).map(
    ([label, { precision, recall, f1, support }]) =>
      `| ${label.replaceAll('|', '\\|')} | ${share(precision)} | ${share(recall)} | ${share(f1)} | ${support} |`,
  )
  const outOfScope =
    report.outOfScopeAuc === undefined
      ? ''
      : `| texts of no class | AUC ${share(report.outOfScopeAuc)} by ${scope.kind}, ${report.outOfScopeTexts} texts, left out of the other figures |\n`
  return `# Text classifier

| | |
|---|---|
| encoder | ${encoder.name}: ${encoder.shape.layers} layers, width ${encoder.shape.width}, ${encoder.shape.vocabulary} tokens |
| method | ${method}, ${trainableParameters.toLocaleString('en-US')} parameters trained |
| training | ${texts.toLocaleString('en-US')} texts of ${train}, ${epochs} epochs, batches of ${batch}, ${longest} tokens at most, seed ${seed}, ${Math.round(seconds)} s |
| tried on | ${test} |
| accuracy | ${share(report.accuracy)} |
| macro F1 | ${share(report.macroF1)} |
${outOfScope}
| class | precision | recall | F1 | texts |
|---|---:|---:|---:|---:|
${rows.join('\n')}

Intended for texts like those it was trained on, in the same language, to sort them into ${labels.length} classes. It says a class for every text,
also for one that belongs to none, beside a score of how little it is like what was learnt. Not for decisions about persons without somebody who looks at them.
`
}

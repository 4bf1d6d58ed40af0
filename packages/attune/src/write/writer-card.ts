import type { FinetunedWriter, WriterSettings } from './finetune-writer.ts'
import type { WritingScores } from './writing-scores.ts'

export interface WriterData {
  readonly train: string
  readonly test: string
  readonly texts: number
}

const number = (value: number): string => value.toFixed(4)
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The model card of a writer, in Markdown. */
export function writerCard(
  tuned: FinetunedWriter,
  settings: WriterSettings,
  { train, test, texts }: WriterData,
): string {
  const { decoder, model, report, samples, trainableParameters, seconds } = tuned
  const { layers, width, vocabulary } = decoder.shape
  const { method, epochs, batch, seed } = settings
  const scores = (title: string, { bleu, rougeL, distinct2, coverage }: WritingScores): string =>
    `| ${title} | ${[bleu, rougeL, distinct2, coverage].map(number).join(' | ')} |`
  const names = model.placeholders.names
  return `# Writer

Writes short texts from attributes: ${names.length > 0 ? `${names.slice(0, 12).join(', ')} and others` : 'as those it was trained on'}.

| | |
|---|---|
| decoder | ${decoder.name}: ${layers} layers, width ${width}, ${vocabulary} tokens |
| method | ${method}, ${trainableParameters.toLocaleString('en-US')} parameters trained |
| training | ${texts.toLocaleString('en-US')} texts of ${cell(train)}, ${epochs} epochs at most, batches of ${batch}, ${model.longest} tokens at most, seed ${seed}, ${Math.round(seconds)} s |
| values that are filled in | ${names.length > 0 ? cell(names.join(', ')) : 'none'} |
| tried on | ${cell(test)}, ${report.prompts} prompts |
| perplexity | ${report.perplexity.toFixed(3)} |

| | BLEU | ROUGE-L | distinct pairs | values said |
|---|---:|---:|---:|---:|
${scores('written, likeliest tokens', report.written)}
${scores('most similar training text, values replaced', report.nearest)}

In texts that people wrote, ${number(report.referenceCoverage)} of the values stand word for word.

| attributes | text |
|---|---|
${samples.map(({ prompt, text }) => `| ${cell(prompt)} | ${cell(text)} |`).join('\n')}

Intended for drafts about things like those it was trained on, in the same language, which somebody reads before they go out. It can leave
attributes out and say things that are not so.
`
}

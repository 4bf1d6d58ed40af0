import type { PretrainedEncoder, PretrainSettings } from './train-encoder.ts'

/** The model card of a pre-trained encoder, in Markdown. */
export function encoderCard(
  { shape, report }: Pick<PretrainedEncoder, 'shape' | 'report'>,
  { epochs, batch, longest, share, seed, tokenizer }: PretrainSettings,
  { data, texts, from }: { readonly data: string; readonly texts: number; readonly from: string | null },
): string {
  const number = (value: number): string => value.toLocaleString('en-US')
  return `# Language encoder

| | |
|---|---|
| encoder | ${shape.layers} layers, width ${shape.width}, ${shape.heads} heads, ${number(shape.vocabulary)} tokens, ${shape.positions} positions |
| begun from | ${from ?? `nothing, with a vocabulary (${tokenizer}) of its texts`} |
| training | ${number(texts)} texts of ${data} in ${number(report.pieces)} pieces of at most ${longest} tokens, ${epochs} epochs, batches of ${batch}, ${Math.round(100 * share)} % of the tokens hidden in whole words, seed ${seed}, ${number(report.steps)} steps, ${Math.round(report.seconds)} s |
| hidden tokens of texts set aside | loss ${report.loss.toFixed(4)}, perplexity ${report.perplexity.toFixed(2)}, ${(100 * report.accuracy).toFixed(1)} % guessed |
| the same before | loss ${report.before.loss.toFixed(4)}, perplexity ${report.before.perplexity.toFixed(2)}, ${(100 * report.before.accuracy).toFixed(1)} % guessed |

Intended as the start of models that are fine-tuned on texts like these (\`attune finetune … --encoder\`). It says nothing by itself. It knows what its
texts say, names and opinions too.
`
}

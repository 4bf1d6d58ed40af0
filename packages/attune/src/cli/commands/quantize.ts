import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LearnError, type WantedDevice } from '@attune/learn'
import { type Command, Option } from 'commander'
import { encoderFolder, sourceFile, sourceOf } from '../../encoders/encoder-record.ts'
import { attuneError } from '../../errors.ts'
import { openClassifier } from '../../finetune/open-classifier.ts'
import { readLabelledTexts } from '../../finetune/read-labelled-texts.ts'
import { savedWords } from '../../finetune/words-beside.ts'
import { asJson, refuseFolderThatExists, writeFolder } from '../../finetune/write-folder.ts'
import { readTexts } from '../../pretrain/read-texts.ts'
import { openServingEncoder, quantisedFile } from '../../quantise/open-serving-encoder.ts'
import { quantiseClassifier } from '../../quantise/quantise-classifier.ts'
import { quantiseEncoder } from '../../quantise/quantise-encoder.ts'
import { deviceFor, deviceOption } from '../device-option.ts'
import { action, type CommonOptions, command, configFor, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'

interface QuantizeOptions extends CommonOptions {
  readonly model: string
  readonly out: string
  readonly test?: string
  readonly text?: string
  readonly label?: string
  readonly bits: '7' | '8'
  readonly threads: number
  readonly device: WantedDevice
}

async function quantize(options: QuantizeOptions): Promise<void> {
  refuseFolderThatExists(options.out)
  const folder = encoderFolder(options.model, (await configFor(options)).config.dataDir)
  try {
    if (existsSync(join(folder, 'classifier.json'))) await classifier(folder, options)
    else await encoder(folder, options)
  } catch (cause) {
    // Numbers that are missing, or of another shape than the description says.
    if (cause instanceof LearnError) throw attuneError('bad-model', cause.message, { cause })
    throw cause
  }
}

const bitsOf = ({ bits }: QuantizeOptions): 7 | 8 => (bits === '7' ? 7 : 8)
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const sizeText = ({ before, after }: { readonly before: number; readonly after: number }): string =>
  `${megabytes(before)} before, ${megabytes(after)} after`

async function classifier(folder: string, options: QuantizeOptions): Promise<void> {
  const { test, text, label, threads, out } = options
  if (test !== undefined && (text === undefined || label === undefined))
    throw attuneError(
      'bad-parameter',
      'With --test, say which columns hold the texts and the labels: --text, --label.',
      {
        details: { field: 'text' },
      },
    )
  const opened = openClassifier(folder)
  const tried =
    test === undefined || text === undefined || label === undefined
      ? {}
      : { test: await readLabelledTexts(test, { text, label }) }
  const { safetensors, matrices, bytes, scores } = await quantiseClassifier(opened, {
    bits: bitsOf(options),
    threads,
    device: await deviceFor(options.device),
    ...tried,
  })
  const report = {
    bytes,
    matrices,
    bits: bitsOf(options),
    ...(scores
      ? {
          accuracy: { before: scores.before.accuracy, after: scores.after.accuracy },
          macroF1: { before: scores.before.macroF1, after: scores.after.macroF1 },
          agreement: scores.agreement,
        }
      : {}),
  }
  const card = join(folder, 'README.md')
  const score = scores
    ? ` On ${basename(test ?? '')}: accuracy ${scores.before.accuracy.toFixed(4)} before, ${scores.after.accuracy.toFixed(4)} after; ${(100 * scores.agreement).toFixed(1)} % of the answers are the same.`
    : ''
  const scoreZh = scores
    ? `在 ${basename(test ?? '')} 上：准确率由 ${scores.before.accuracy.toFixed(4)} 变为 ${scores.after.accuracy.toFixed(4)}，${(100 * scores.agreement).toFixed(1)} % 的回答相同。`
    : ''
  const note = `
## Rounded to bytes · 已舍入为整数

Matrices are of ${bitsOf(options)} bits; what is multiplied with them is rounded too. ${sizeText(bytes)}.${score} The scores above are those before.

矩阵为 ${bitsOf(options)} 位，与之相乘的数也经过舍入。大小由 ${megabytes(bytes.before)} 变为 ${megabytes(bytes.after)}。${scoreZh}上文的得分为舍入之前的得分。
`
  writeFolder(out, {
    'model.safetensors': safetensors,
    'classifier.json': asJson({ ...opened.facts, quantised: report }),
    'tokenizer.json': JSON.stringify(opened.tokenizerJson),
    ...(opened.words ? savedWords(opened.words).files : {}),
    'README.md': (existsSync(card) ? readFileSync(card, 'utf8') : '# Text classifier · 文本分类模型\n') + note,
  })
  if (options.json) printJson(report)
  else process.stdout.write(`${matrices} matrices: ${sizeText(bytes)}.${score}\nWritten to ${out}.\n`)
}

async function encoder(folder: string, options: QuantizeOptions): Promise<void> {
  const { test, text, threads, out } = options
  if (test !== undefined && text === undefined)
    throw attuneError('bad-parameter', 'With --test, say which column holds the texts: --text.', {
      details: { field: 'text' },
    })
  const opened = openServingEncoder(folder)
  const { innerWidth = 4 * opened.model.shape.width, segments = 0, epsilon = 1e-12 } = opened.model.shape
  const { safetensors, matrices, bytes, likeness } = await quantiseEncoder(opened, {
    bits: bitsOf(options),
    threads,
    device: await deviceFor(options.device),
    ...(test === undefined || text === undefined ? {} : { texts: (await readTexts([test], text)).rows }),
  })
  const source = sourceOf(folder)
  writeFolder(out, {
    [quantisedFile]: safetensors,
    'encoder.json': asJson({ ...opened.model.shape, innerWidth, segments, epsilon }),
    'tokenizer.json': JSON.stringify(opened.tokenizerJson),
    ...(source ? { [sourceFile]: asJson({ ...source, name: basename(out), sha256: {} }) } : {}),
  })
  if (options.json) printJson({ bytes, matrices, bits: bitsOf(options), ...(likeness ? { likeness } : {}) })
  else
    process.stdout.write(
      `${matrices} matrices: ${sizeText(bytes)}.${likeness ? ` Cosine to the vectors before: ${likeness.mean.toFixed(4)} on average, ${likeness.least.toFixed(4)} at the least, over ${likeness.texts} texts.` : ''}\nWritten to ${out}. It serves; it cannot be trained on.\n`,
    )
}

/** `attune quantize`: a model of bytes, smaller and faster to ask. */
export function quantizeCommand(): Command {
  return command('quantize', 'round a classifier or an encoder to bytes: a fourth of the size, and faster to ask')
    .requiredOption('--model <folder>', 'folder of a classifier, or an encoder by its name or folder')
    .requiredOption('--out <folder>', 'a new folder')
    .option('--test <file>', 'texts to compare both on')
    .option('--text <column>', 'column of the texts')
    .option('--label <column>', 'column of the classes')
    .addOption(
      new Option('--bits <n>', '7 for processors whose products of bytes overflow (x86 without VNNI)')
        .choices(['7', '8'])
        .default('8'),
    )
    .option('--threads <n>', 'processors to work on', wholeNumber(1, 64), 2)
    .addOption(deviceOption())
    .action(action(quantize))
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { exportEncoder, LearnError, type Tokenizer } from '@attune/learn'
import { tokenizerConfig } from '../encoders/tokenizer-config.ts'
import { attuneError } from '../errors.ts'
import { openClassifier } from '../finetune/open-classifier.ts'
import { asJson } from '../finetune/write-folder.ts'
import { openServingEncoder } from '../quantise/open-serving-encoder.ts'
import { floatsOf } from '../quantise/quantise-classifier.ts'

export interface ExportedOnnx {
  readonly model: Uint8Array
  /** The other files of a folder that transformers.js opens, by name. */
  readonly around: Readonly<Record<string, string>>
  readonly outputs: readonly string[]
  /** Whether the model averages with words, which are no network and stay behind. */
  readonly withoutWords: boolean
}

/**
 * A classifier or an encoder as plain ONNX, with the files that transformers.js wants around it.
 *
 * @param folder of a classifier, or of an encoder
 * @throws AttuneError `unknown-encoder`, `bad-encoder`, `bad-model`
 */
export function exportOnnx(folder: string): ExportedOnnx {
  try {
    return existsSync(join(folder, 'classifier.json')) ? classifier(folder) : encoder(folder)
  } catch (cause) {
    if (cause instanceof LearnError) throw attuneError('bad-model', cause.message, { cause })
    throw cause
  }
}

function classifier(folder: string): ExportedOnnx {
  const { shape, labels, tokenizer, tokenizerJson, model, longest, words } = openClassifier(folder)
  const { adapters } = model.tuning ?? {}
  const exported = exportEncoder(shape, {
    parameters: floatsOf(model),
    classes: labels.length,
    ...(adapters ? { adapters } : {}),
  })
  const config = {
    model_type: 'bert',
    architectures: ['BertForSequenceClassification'],
    id2label: Object.fromEntries(labels.entries()),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
    pad_token_id: model.padding,
  }
  return {
    model: exported,
    around: filesAround(config, tokenizer, tokenizerJson, longest),
    outputs: ['logits'],
    withoutWords: words !== undefined,
  }
}

function encoder(folder: string): ExportedOnnx {
  const { model, tokenizer, tokenizerJson } = openServingEncoder(folder)
  const { shape } = model
  const config = {
    model_type: 'bert',
    architectures: ['BertModel'],
    pad_token_id: Math.max(0, tokenizer.ids.padding),
  }
  return {
    model: exportEncoder(shape, { parameters: floatsOf(model) }),
    around: filesAround(config, tokenizer, tokenizerJson, shape.positions),
    outputs: ['last_hidden_state'],
    withoutWords: false,
  }
}

const filesAround = (
  config: object,
  tokenizer: Tokenizer,
  tokenizerJson: unknown,
  longest: number,
): ExportedOnnx['around'] => ({
  'config.json': asJson(config),
  'tokenizer.json': JSON.stringify(tokenizerJson),
  'tokenizer_config.json': asJson(tokenizerConfig(tokenizer, longest)),
})

import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { type EncoderShape, saveEncoder, type Tokenizer } from '@attune/learn'
import { asJson, writeFolder } from '../finetune/write-folder.ts'
import { type EncoderRecord, sourceFile } from './encoder-record.ts'
import { tokenizerConfig } from './tokenizer-config.ts'

export interface EncoderToSave {
  readonly shape: EncoderShape
  readonly tokenizer: Tokenizer
  readonly tokenizerJson: unknown
  /** `encoder.…`, and `head.…` of a masked language model where there is one. */
  readonly parameters: ReadonlyMap<string, Float32Array>
}

/**
 * Writes an encoder as a folder that `--encoder`, and the libraries of Hugging Face, open. The folder is there whole or not at
 * all.
 *
 * @param card the model card, Markdown
 * @throws AttuneError `folder-exists`
 */
export function saveEncoderFolder(
  folder: string,
  { shape, tokenizer, tokenizerJson, parameters }: EncoderToSave,
  about: Pick<EncoderRecord, 'from' | 'license'> & { readonly card: string; readonly now: number },
): EncoderRecord {
  const under = (prefix: string): [string, Float32Array][] =>
    [...parameters].filter(([name]) => name.startsWith(prefix))
  const weights = new Map(under('encoder.').map(([name, data]) => [name.slice('encoder.'.length), data]))
  const head = new Map(under('head.'))
  const padding = Math.max(0, tokenizer.ids.padding)
  const { config, safetensors } = saveEncoder(shape, weights, { padding, ...(head.size > 0 ? { head } : {}) })
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'config.json': asJson(config),
    'tokenizer.json': JSON.stringify(tokenizerJson),
    'tokenizer_config.json': asJson(tokenizerConfig(tokenizer, shape.positions)),
    'model.safetensors': safetensors,
    'README.md': about.card,
  }
  const sha256: Record<string, string> = {}
  for (const [name, content] of Object.entries(files)) sha256[name] = createHash('sha256').update(content).digest('hex')
  const { layers, width, heads, vocabulary, positions } = shape
  const record: EncoderRecord = {
    name: basename(folder),
    from: about.from,
    license: about.license,
    pulledAt: new Date(about.now).toISOString(),
    shape: { layers, width, heads, vocabulary, positions },
    sha256,
  }
  writeFolder(folder, { ...files, [sourceFile]: asJson(record) })
  return record
}

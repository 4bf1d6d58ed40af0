import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { encoderFolder } from '../../encoders/encoder-record.ts'
import { attuneError } from '../../errors.ts'
import { exportOnnx } from '../../export/export-onnx.ts'
import { refuseFolderThatExists, writeFolder } from '../../finetune/write-folder.ts'
import { action, type CommonOptions, command, configFor } from '../options.ts'
import { printJson } from '../output.ts'

interface ExportOptions extends CommonOptions {
  readonly model: string
  readonly out: string
}

async function onnx(options: ExportOptions): Promise<void> {
  const { out } = options
  const alone = out.endsWith('.onnx')
  if (!alone) refuseFolderThatExists(out)
  else if (existsSync(out))
    throw attuneError('file-exists', `${out} is there already; give a new file to --out.`, {
      details: { field: 'out' },
    })
  const folder = encoderFolder(options.model, (await configFor(options)).config.dataDir)
  const { model, around, outputs, withoutWords } = exportOnnx(folder)
  if (alone) {
    writeFileSync(`${out}.part`, model)
    renameSync(`${out}.part`, out)
  } else writeFolder(out, { ...around, [join('onnx', 'model.onnx')]: model })
  const facts = { out, bytes: model.length, inputs: ['input_ids', 'attention_mask'], outputs, withoutWords }
  if (withoutWords)
    process.stderr.write(
      'The classifier on words beside the network is not in it: alone it answers somewhat differently.\n',
    )
  if (options.json) printJson(facts)
  else
    process.stdout.write(
      `Written to ${out}: ${(model.length / 1e6).toFixed(1)} MB, inputs input_ids and attention_mask [batch × sequence], output ${outputs.join()}.\n`,
    )
}

const outPath = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('a new file that ends with .onnx, or a new folder')
  return text
}

/** `attune export`: models for other programs. */
export function exportCommand(): Command {
  const parent = command('export', 'write a model for other programs')
  parent.addCommand(
    command(
      'onnx',
      'plain ONNX of a classifier or an encoder, for any runtime; a folder is laid out for transformers.js',
    )
      .requiredOption('--model <folder>', 'folder of a classifier, or an encoder by its name or folder')
      .requiredOption('--out <path>', 'a new file that ends with .onnx, or a new folder', outPath)
      .action(action(onnx)),
  )
  return parent
}

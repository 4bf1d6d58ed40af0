import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { evaluationListSchema } from '../../api/schemas/evaluations.ts'
import type { ModelList } from '../../api/schemas/models.ts'
import { attuneError } from '../../errors.ts'
import { modelCard } from '../../models/model-card.ts'
import { languageOption } from '../language-option.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson } from '../output.ts'

interface CardOptions extends CommonOptions {
  readonly modelVersion?: number
  readonly lang: 'en' | 'zh'
  readonly out?: string
}

async function card(name: string, { modelVersion, lang, out, ...options }: CardOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const { models } = await api.request<ModelList>('GET', '/v1/models')
    const model = models.find((one) => one.name === name)
    const wanted = modelVersion ?? model?.live ?? model?.versions.at(0)?.version
    const version = model?.versions.find((one) => one.version === wanted)
    if (!model || !version)
      throw attuneError(
        'unknown-model',
        'There is no such model or version: “attune models list” says which there are.',
      )
    const { evaluations } = await api.request<z.output<typeof evaluationListSchema>>('GET', '/v1/evaluations')
    const markdown = modelCard({ version, placements: model.placements, evaluations }, lang)
    if (out !== undefined) writeFileSync(out, `${markdown}\n`)
    if (options.json) printJson({ name, version: version.version, language: lang, markdown })
    else if (out === undefined) process.stdout.write(`${markdown}\n`)
    else process.stdout.write(lang === 'zh' ? `模型卡已写入 ${out}\n` : `The model card is in ${out}\n`)
  } finally {
    await api.close()
  }
}

/** `attune models card`: what a model is, for people who answer for it. */
export function cardCommand(): Command {
  return command('card', 'a model card in Markdown: purpose, data, figures with intervals, limits')
    .argument('<name>', 'name of the model')
    .option('--model-version <number>', 'its version (default: the live one)', wholeNumber(1, 2 ** 31))
    .option('--out <file>', 'write it there')
    .addOption(languageOption())
    .action(action(card))
}

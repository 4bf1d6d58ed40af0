import { Command } from 'commander'
import type { TaggerView } from '../../api/schemas/language.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { say, tell } from '../tell.ts'

const tagger = (options: CommonOptions, body?: { readonly model: string | null }): Promise<void> =>
  tell(
    options,
    (api) => api.request<TaggerView>(body === undefined ? 'GET' : 'PUT', '/v1/language/tagger', body),
    (view) => say(sentence(view)),
  )

function sentence({ model, labels, problem }: TaggerView): string {
  if (model === null)
    return 'Rules and the catalogue alone find entities. Teach a model with “attune finetune tag”, then: attune tagger use RUN'
  if (problem !== null) return `${model} was chosen and does not answer: ${problem}`
  return `${model} finds entities beside rules and the catalogue${labels.length > 0 ? `: ${labels.join(', ')}` : ''}.`
}

/** `attune tagger status|use|off` */
export function taggerCommand(): Command {
  return new Command('tagger')
    .description('which model of “attune finetune tag” finds entities in texts, beside rules and the catalogue')
    .addCommand(
      command('status', 'what is chosen, and whether it answers').action(
        action((options: CommonOptions) => tagger(options)),
      ),
      { isDefault: true },
    )
    .addCommand(
      command('use', 'choose a model; it is tried first')
        .argument('<model>', 'id of a run (“attune runs list”), or name of a model of the data folder')
        .action(action((model: string, options: CommonOptions) => tagger(options, { model }))),
    )
    .addCommand(
      command('off', 'go on with rules and the catalogue alone').action(
        action((options: CommonOptions) => tagger(options, { model: null })),
      ),
    )
}

import { Command } from 'commander'
import type { TaggerView } from '../../api/schemas/language.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { say, tell } from '../tell.ts'

interface LanguageOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    none: 'Rules and the catalogue alone find entities. Teach a model with “attune finetune tag”, then: attune tagger use RUN',
    broken: (model: string, problem: string) => `${model} was chosen and does not answer: ${problem}`,
    finds: (model: string, labels: readonly string[]) =>
      `${model} finds entities beside rules and the catalogue${labels.length > 0 ? `: ${labels.join(', ')}` : ''}.`,
  },
  zh: {
    none: '目前只靠规则和商品目录识别实体。请先用 attune finetune tag 训练模型，再运行：attune tagger use RUN',
    broken: (model: string, problem: string) => `已选用 ${model}，但它没有应答：${problem}`,
    finds: (model: string, labels: readonly string[]) =>
      `除规则和商品目录外，还由 ${model} 识别实体${labels.length > 0 ? `：${labels.join('、')}` : ''}。`,
  },
} as const

const tagger = (options: LanguageOptions, body?: { readonly model: string | null }): Promise<void> =>
  tell(
    options,
    (api) => api.request<TaggerView>(body === undefined ? 'GET' : 'PUT', '/v1/language/tagger', body),
    (view) => say(sentence(view, options.lang)),
  )

function sentence({ model, labels, problem }: TaggerView, lang: 'en' | 'zh'): string {
  const t = texts[lang]
  if (model === null) return t.none
  return problem === null ? t.finds(model, labels) : t.broken(model, problem)
}

/** `attune tagger status|use|off` */
export function taggerCommand(): Command {
  const said = (name: string, words: string): Command => command(name, words).addOption(languageOption())
  return new Command('tagger')
    .description('which model of “attune finetune tag” finds entities in texts, beside rules and the catalogue')
    .addCommand(
      said('status', 'what is chosen, and whether it answers').action(
        action((options: LanguageOptions) => tagger(options)),
      ),
      { isDefault: true },
    )
    .addCommand(
      said('use', 'choose a model; it is tried first')
        .argument('<model>', 'id of a run (“attune runs list”), or name of a model of the data folder')
        .action(action((model: string, options: LanguageOptions) => tagger(options, { model }))),
    )
    .addCommand(
      said('off', 'go on with rules and the catalogue alone').action(
        action((options: LanguageOptions) => tagger(options, { model: null })),
      ),
    )
}

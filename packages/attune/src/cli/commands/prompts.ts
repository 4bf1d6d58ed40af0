import { Command, InvalidArgumentError } from 'commander'
import type { PromptUse, PromptVersionView, PromptView } from '../../api/schemas/prompts.ts'
import { attuneError } from '../../errors.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

interface LanguageOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    columns: ['prompt', 'asked for', 'in force', 'versions', 'experiment'],
    person: 'a person',
    team: 'the team',
    version: (number: number, title: string) => `Version ${number}${title === '' ? ' (shipped)' : `: ${title}`}`,
    added: (id: string, number: number) =>
      `${id} has version ${number} now; nobody is asked with it yet. Use it: attune prompts use ${id} --version ${number}`,
    removed: (id: string, number: string) => `Version ${number} of ${id} is removed.`,
    used: (id: string, number: number) => `${id} is asked with version ${number} from now on.`,
    tried: (id: string, experiment: string) =>
      `Experiment ${experiment} says who is asked with which version of ${id} while it runs. Next: attune experiments start ${experiment}`,
    unknownVersion: 'There is no such version of it.',
  },
  zh: {
    columns: ['提示词', '面向', '当前版本', '所有版本', '实验'],
    person: '单个用户',
    team: '团队',
    version: (number: number, title: string) => `第 ${number} 版${title === '' ? '（随产品提供）' : `：${title}`}`,
    added: (id: string, number: number) =>
      `${id} 现在有了第 ${number} 版，尚未使用。启用：attune prompts use ${id} --version ${number}`,
    removed: (id: string, number: string) => `${id} 的第 ${number} 版已删除。`,
    used: (id: string, number: number) => `${id} 从现在起使用第 ${number} 版。`,
    tried: (id: string, experiment: string) =>
      `实验 ${experiment} 运行期间，由它决定每个人使用 ${id} 的哪一版。下一步：attune experiments start ${experiment}`,
    unknownVersion: '没有这个版本。',
  },
} as const

const pathOf = (id: string): string => `/v1/prompts/${encodeURIComponent(id)}`

const list = (options: LanguageOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ prompts: PromptView[] }>('GET', '/v1/prompts'),
    ({ prompts }) => {
      const t = texts[options.lang]
      printTable(
        t.columns.map((title) => ({ title })),
        prompts.map(({ id, about, inForce, versions, use }) => [
          id,
          t[about],
          String(inForce),
          versions.map(({ version }) => version).join(', '),
          use.experiment ?? '',
        ]),
      )
    },
  )

const show = (id: string, options: LanguageOptions & { readonly version?: number }): Promise<void> =>
  tell(
    options,
    async (api) => {
      const { versions, inForce } = await api.request<PromptView>('GET', pathOf(id))
      const found = versions.find(({ version }) => version === (options.version ?? inForce))
      if (found === undefined)
        throw attuneError('unknown-prompt-version', texts[options.lang].unknownVersion, { status: 404 })
      return found
    },
    ({ version, title, texts: { en, zh } }) => {
      say(texts[options.lang].version(version, title))
      for (const words of [en, zh]) say(`\n${words.system}\n\n${words.user}`)
    },
  )

const add = (
  id: string,
  options: LanguageOptions & { readonly file: string; readonly title?: string },
): Promise<void> =>
  tell(
    options,
    (api) => {
      const read = readJson(options.file)
      const body = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
      // What “show --json” prints can be changed and given back.
      const { title = body.title } = options
      return api.request<PromptVersionView>('POST', `${pathOf(id)}/versions`, { title, texts: body.texts })
    },
    ({ version }) => say(texts[options.lang].added(id, version)),
  )

const remove = (id: string, version: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', `${pathOf(id)}/versions/${encodeURIComponent(version)}`)
      return { removed: version }
    },
    () => say(texts[options.lang].removed(id, version)),
  )

/** `shipped:1,short:1001`: variations and their versions. */
function variations(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [variation = '', version = ''] = part.trim().split(':')
      if (variation === '' || !/^\d+$/.test(version))
        throw new InvalidArgumentError('variations and versions, as in control:1,short:1001')
      return [variation, Number(version)]
    }),
  )
}

interface UseOptions extends LanguageOptions {
  readonly version?: number
  readonly experiment?: string
  readonly variations?: Record<string, number>
}

const use = (id: string, options: UseOptions): Promise<void> =>
  tell(
    options,
    (api) => {
      const body: PromptUse = {
        version: options.version ?? null,
        experiment: options.experiment ?? null,
        variations: options.variations ?? {},
      }
      return api.request<PromptView>('PUT', `${pathOf(id)}/use`, body)
    },
    ({ inForce, use: { experiment } }) => {
      const t = texts[options.lang]
      say(experiment === null ? t.used(id, inForce) : t.tried(id, experiment))
    },
  )

/** `attune prompts` */
export function promptsCommand(): Command {
  const said = (name: string, words: string): Command => command(name, words).addOption(languageOption())
  const of = (name: string, words: string): Command => said(name, words).argument('<id>', 'prompt')
  const number = wholeNumber(1, 1_000_000_000)
  return new Command('prompts')
    .description('what language models are asked with: the shipped words and your own versions')
    .addCommand(said('list', 'all prompts, and which versions are used').action(action(list)), { isDefault: true })
    .addCommand(
      of('show', 'the words of a version, in both languages; --json is what “add --file” takes')
        .option('--version <n>', 'default: the one in force', number)
        .action(action(show)),
    )
    .addCommand(
      of('add', 'keep a version of your own, in both languages')
        .requiredOption(
          '--file <json>',
          'title and texts: {"title", "texts": {"en": {"system", "user"}, "zh": …}}; - for standard input',
        )
        .option('--title <text>', 'what is different about it; default: the title in the file')
        .action(action(add)),
    )
    .addCommand(
      of('remove', 'remove a version of your own that is not used')
        .argument('<version>', 'its number')
        .action(action(remove)),
    )
    .addCommand(
      of('use', 'say which version is used, or which experiment decides on it')
        .option('--version <n>', 'default: the shipped one', number)
        .option('--experiment <id>', 'an experiment on people')
        .option('--variations <list>', 'a version for each of its variations: control:1,short:1001', variations)
        .action(action(use)),
    )
}

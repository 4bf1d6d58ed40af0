import { Command } from 'commander'
import type { FlagEvaluation, FlagView } from '../../api/schemas/flags.ts'
import { attuneError } from '../../errors.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, numberWithin } from '../options.ts'
import { printTable } from '../output.ts'
import { jsonOrText, readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

const pathOf = (id: string): string => `/v1/flags/${encodeURIComponent(id)}`

interface LanguageOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    columns: ['flag', 'title', 'on', 'default', 'rules'],
    on: 'on',
    off: 'off',
    none: 'none',
    experiment: (id: string) => `experiment ${id}`,
    share: (value: string, percent: number) => `${value} to ${percent} %`,
    set: (id: string) => `${id} is set; the next who asks gets it.`,
    isOff: (id: string) => `${id} is off; everybody gets its default value.`,
    removed: (id: string) => `${id} is removed.`,
    values: ['flag', 'value', 'because of'],
    missing: 'Say what it is: --default, --value with --share, or a JSON file with --file.',
  },
  zh: {
    columns: ['开关', '名称', '状态', '默认值', '规则'],
    on: '启用',
    off: '停用',
    none: '无',
    experiment: (id: string) => `实验 ${id}`,
    share: (value: string, percent: number) => `${percent} % 取 ${value}`,
    set: (id: string) => `${id} 已保存，下一次取值即生效。`,
    isOff: (id: string) => `${id} 已停用，所有人都取默认值。`,
    removed: (id: string) => `${id} 已删除。`,
    values: ['开关', '取值', '依据'],
    missing: '请说明内容：--default，或 --value 加 --share，或用 --file 指定 JSON 文件。',
  },
} as const

function ruleWords(rule: FlagView['rules'][number], lang: 'en' | 'zh'): string {
  const t = texts[lang]
  if ('experiment' in rule) return t.experiment(rule.experiment)
  return t.share(JSON.stringify(rule.value), Number((rule.share * 100).toPrecision(6)))
}

const list = (options: LanguageOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ flags: FlagView[] }>('GET', '/v1/flags'),
    ({ flags }) =>
      printTable(
        texts[options.lang].columns.map((title) => ({ title })),
        flags.map(({ id, title, on, defaultValue, rules }) => [
          id,
          title,
          on ? texts[options.lang].on : texts[options.lang].off,
          JSON.stringify(defaultValue),
          rules.map((rule) => ruleWords(rule, options.lang)).join(' → ') || texts[options.lang].none,
        ]),
      ),
  )

interface SetOptions extends LanguageOptions {
  readonly file?: string
  readonly default?: string
  readonly value?: string
  readonly share?: number
  readonly off?: boolean
}

/** @throws AttuneError `flag-missing` where neither a file nor a value says what the flag is */
function bodyOf({ file, default: defaultValue, value, share = 1, off, lang }: SetOptions): object {
  if (file === undefined && defaultValue === undefined && value === undefined && !off)
    throw attuneError('flag-missing', texts[lang].missing)
  return {
    ...(file === undefined ? {} : (readJson(file) as object)),
    ...(defaultValue === undefined ? {} : { defaultValue: jsonOrText(defaultValue) }),
    ...(value === undefined ? {} : { rules: [{ value: jsonOrText(value), share }] }),
    ...(off ? { on: false } : {}),
  }
}

const set = (id: string, options: SetOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<FlagView>('PUT', pathOf(id), bodyOf(options)),
    ({ on }) => say(on ? texts[options.lang].set(id) : texts[options.lang].isOff(id)),
  )

const remove = (id: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(texts[options.lang].removed(id)),
  )

const evaluate = (
  ids: readonly string[],
  options: LanguageOptions & { readonly user?: string; readonly attributes?: string },
): Promise<void> =>
  tell(
    options,
    (api) =>
      api.request<FlagEvaluation>('POST', '/v1/flags/evaluate', {
        ...(ids.length === 0 ? {} : { flags: ids }),
        ...(options.user === undefined ? {} : { userId: options.user }),
        ...(options.attributes === undefined ? {} : { attributes: jsonOrText(options.attributes) }),
      }),
    ({ flags }) =>
      printTable(
        texts[options.lang].values.map((title) => ({ title })),
        Object.entries(flags).map(([id, { value, source, ruleId }]) => [
          id,
          JSON.stringify(value),
          ruleId === null ? source : `${source} ${ruleId}`,
        ]),
      ),
  )

/** `attune flags` */
export function flagsCommand(): Command {
  const of = (name: string, words: string): Command =>
    command(name, words).argument('<id>', 'flag').addOption(languageOption())
  return new Command('flags')
    .description('values that differ from person to person, by rules and experiments')
    .addCommand(command('list', 'all flags').addOption(languageOption()).action(action(list)), { isDefault: true })
    .addCommand(
      of('set', 'create or replace a flag')
        .option('--default <value>', 'for who no rule gives another, as JSON or text')
        .option('--value <value>', 'a value for a share of people')
        .option('--share <share>', 'of people that get --value', numberWithin(0, 1))
        .option('--off', 'everybody gets the default value')
        .option('--file <json>', 'rules and all; - for standard input')
        .action(action(set)),
    )
    .addCommand(of('delete', 'remove a flag').action(action(remove)))
    .addCommand(
      command('evaluate', 'values of flags for somebody')
        .argument('[ids...]', 'flags; none: all')
        .option('--user <id>', 'user id')
        .option('--attributes <json>', 'what conditions look at')
        .addOption(languageOption())
        .action(action(evaluate)),
    )
}

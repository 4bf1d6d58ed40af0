import { Command } from 'commander'
import type { FlagEvaluation, FlagView } from '../../api/schemas/flags.ts'
import { attuneError } from '../../errors.ts'
import { action, type CommonOptions, command, numberWithin } from '../options.ts'
import { printTable } from '../output.ts'
import { jsonOrText, readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

const pathOf = (id: string): string => `/v1/flags/${encodeURIComponent(id)}`

const ruleWords = (rule: FlagView['rules'][number]): string =>
  'experiment' in rule ? `experiment ${rule.experiment}` : `${JSON.stringify(rule.value)} to ${rule.share * 100} %`

const list = (options: CommonOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<{ flags: FlagView[] }>('GET', '/v1/flags'),
    ({ flags }) =>
      printTable(
        ['flag', 'title', 'on', 'default', 'rules'].map((title) => ({ title })),
        flags.map(({ id, title, on, defaultValue, rules }) => [
          id,
          title,
          on ? 'on' : 'off',
          JSON.stringify(defaultValue),
          rules.map(ruleWords).join(' → ') || 'none',
        ]),
      ),
  )

interface SetOptions extends CommonOptions {
  readonly file?: string
  readonly default?: string
  readonly value?: string
  readonly share?: number
  readonly off?: boolean
}

/** @throws AttuneError `flag-missing` where neither a file nor a value says what the flag is */
function bodyOf({ file, default: defaultValue, value, share = 1, off }: SetOptions): object {
  if (file === undefined && defaultValue === undefined && value === undefined && !off)
    throw attuneError('flag-missing', 'Say what it is: --default, --value with --share, or a JSON file with --file.')
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
    ({ on }) =>
      say(on ? `${id} is set; the next who asks gets it.` : `${id} is off; everybody gets its default value.`),
  )

const remove = (id: string, options: CommonOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(`${id} is removed.`),
  )

const evaluate = (
  ids: readonly string[],
  options: CommonOptions & { readonly user?: string; readonly attributes?: string },
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
        ['flag', 'value', 'because of'].map((title) => ({ title })),
        Object.entries(flags).map(([id, { value, source, ruleId }]) => [
          id,
          JSON.stringify(value),
          ruleId === null ? source : `${source} ${ruleId}`,
        ]),
      ),
  )

/** `attune flags` */
export function flagsCommand(): Command {
  const of = (name: string, words: string): Command => command(name, words).argument('<id>', 'flag')
  return new Command('flags')
    .description('values that differ from person to person, by rules and experiments')
    .addCommand(command('list', 'all flags').action(action(list)), { isDefault: true })
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
        .action(action(evaluate)),
    )
}

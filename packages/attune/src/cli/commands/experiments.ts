import { Command, InvalidArgumentError, Option } from 'commander'
import type {
  ExperimentChangeView,
  ExperimentResultsView,
  ExperimentView,
} from '../../api/schemas/experiment-results.ts'
import { experimentStatuses } from '../../api/schemas/experiments.ts'
import type { PowerView } from '../../api/schemas/power.ts'
import { attuneError } from '../../errors.ts'
import { armsLine, resultsTable } from '../experiment-lines.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, numberBetween, numberWithin, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'
import { experimentCommandTexts } from './experiment-command-texts.ts'

interface LanguageOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const textsOf = ({ lang }: LanguageOptions) => experimentCommandTexts[lang]

const pathOf = (id: string): string => `/v1/experiments/${encodeURIComponent(id)}`
const day = (iso: string | null): string => (iso === null ? '' : iso.slice(0, 10))

const list = (options: LanguageOptions & { readonly status?: string }): Promise<void> =>
  tell(
    options,
    (api) =>
      api.request<{ experiments: ExperimentView[] }>(
        'GET',
        `/v1/experiments${options.status ? `?status=${options.status}` : ''}`,
      ),
    ({ experiments }) =>
      printTable(
        textsOf(options).columns.map((title) => ({ title })),
        experiments.map(({ id, title, status, startedAt, variations, metrics }) => [
          id,
          title,
          textsOf(options).statuses[status],
          day(startedAt),
          variations.map((variation) => variation.id).join(', '),
          metrics.join(', '),
        ]),
      ),
  )

const show = (id: string, options: CommonOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<ExperimentView>('GET', pathOf(id)),
    (experiment) => say(JSON.stringify(experiment, null, 2)),
  )

/** `grey:1,green:1`: names and weights; a name alone has weight 1. */
function variations(text: string): { id: string; weight: number }[] {
  return text.split(',').map((part) => {
    const [id = '', weight = '1'] = part.trim().split(':')
    if (id === '' || !(Number(weight) > 0)) throw new InvalidArgumentError('names and weights, as in control:1,new:1')
    return { id, weight: Number(weight) }
  })
}
const names = (text: string): string[] => text.split(',').map((name) => name.trim())

interface CreateOptions extends LanguageOptions {
  readonly file?: string
  readonly variations?: { id: string; weight: number }[]
  readonly metrics?: string[]
  readonly title?: string
  readonly hypothesis?: string
  readonly traffic?: number
  readonly method?: string
}

function bodyOf(options: CreateOptions): object {
  const { file, title, hypothesis, traffic, method, metrics } = options
  const given = { title, hypothesis, traffic, method, metrics, variations: options.variations }
  const body = { ...(file === undefined ? {} : (readJson(file) as object)) }
  for (const [name, value] of Object.entries(given)) if (value !== undefined) Object.assign(body, { [name]: value })
  if (!('variations' in body && 'metrics' in body)) throw attuneError('experiment-missing', textsOf(options).missing)
  return body
}

const create = (id: string, options: CreateOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<ExperimentChangeView>('PUT', pathOf(id), bodyOf(options)),
    ({ experiment, warnings }) => {
      const t = textsOf(options)
      say(experiment.status === 'running' ? t.changed(id) : t.drafted(id))
      for (const warning of warnings) process.stderr.write(`! ${warning[options.lang]}\n`)
    },
  )

const start = (id: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<ExperimentView>('POST', `${pathOf(id)}/start`),
    ({ shownBy }) => {
      const shown = [...shownBy.flags, ...shownBy.placements, ...shownBy.prompts]
      const t = textsOf(options)
      say(t.runs(id, shown.join(', ')))
      if (shown.length === 0) process.stderr.write(`! ${t.shownByNothing}\n`)
    },
  )

const stop = (id: string, options: LanguageOptions & { readonly winner?: string }): Promise<void> =>
  tell(
    options,
    (api) => api.request<ExperimentView>('POST', `${pathOf(id)}/stop`, { winner: options.winner ?? null }),
    ({ winner }) => say(winner === null ? textsOf(options).stopped(id) : textsOf(options).won(id, winner)),
  )

const archive = (id: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    (api) => api.request<ExperimentView>('POST', `${pathOf(id)}/archive`),
    () => say(textsOf(options).archived(id)),
  )

const remove = (id: string, options: LanguageOptions): Promise<void> =>
  tell(
    options,
    async (api) => {
      await api.request('DELETE', pathOf(id))
      return { removed: id }
    },
    () => say(textsOf(options).removed(id)),
  )

const results = (id: string, options: LanguageOptions & { readonly phase?: number }): Promise<void> =>
  tell(
    options,
    (api) =>
      api.request<ExperimentResultsView>(
        'GET',
        `${pathOf(id)}/results${options.phase === undefined ? '' : `?phase=${options.phase}`}`,
      ),
    (found) => {
      const { lang: language } = options
      say(armsLine(found, language))
      const { columns, rows } = resultsTable(found, language)
      printTable(columns, rows)
      say(found.decision.words[language])
      for (const warning of found.warnings) process.stderr.write(`! ${warning[language]}\n`)
    },
  )

interface PowerOptions extends LanguageOptions {
  readonly metric: string
  readonly effect: number
  readonly arms: number
  readonly traffic: number
  readonly days: number
  readonly power: number
}

const power = (options: PowerOptions): Promise<void> =>
  tell(
    options,
    (api) => {
      const { metric, effect, arms, traffic, days, power: wanted } = options
      const query = new URLSearchParams({
        metric,
        effect: String(effect),
        arms: String(arms),
        traffic: String(traffic),
        days: String(days),
        power: String(wanted),
      })
      return api.request<PowerView>('GET', `/v1/experiment-power?${query}`)
    },
    (answer) => say(answer.words[options.lang]),
  )

/** `attune experiments` */
export function experimentsCommand(): Command {
  const experiments = new Command('experiments').description(
    'set experiments up, start and stop them, and see what they found',
  )
  const of = (name: string, words: string): Command => command(name, words).argument('<id>', 'experiment')
  experiments.addCommand(
    command('list', 'all experiments')
      .addOption(languageOption())
      .addOption(new Option('--status <status>', 'only these').choices(experimentStatuses))
      .action(action(list)),
    { isDefault: true },
  )
  experiments.addCommand(of('show', 'one experiment as the JSON that “create --file” takes').action(action(show)))
  experiments.addCommand(
    of('create', 'create or replace an experiment; nobody sees it before it is started')
      .option('--variations <list>', 'names and weights, the control first: control:1,new:1', variations)
      .option('--metrics <list>', 'what decides, the most important first: buyers,revenue', names)
      .option('--title <text>', 'a name for people')
      .option('--hypothesis <text>', 'what you expect, and why')
      .option('--traffic <share>', 'share of people who take part', numberWithin(0, 1))
      .addOption(
        new Option('--method <method>', 'how effects are judged').choices([
          'sequential',
          'frequentist',
          'msprt',
          'bayesian',
        ]),
      )
      .option('--file <json>', 'everything else; - for standard input')
      .addOption(languageOption())
      .action(action(create)),
  )
  experiments.addCommand(
    of('start', 'put people into variations from now on').addOption(languageOption()).action(action(start)),
  )
  experiments.addCommand(
    of('stop', 'end it')
      .option('--winner <variation>', 'what everybody gets from now on')
      .addOption(languageOption())
      .action(action(stop)),
  )
  experiments.addCommand(of('archive', 'put a stopped one away').addOption(languageOption()).action(action(archive)))
  experiments.addCommand(of('delete', 'remove a draft').addOption(languageOption()).action(action(remove)))
  experiments.addCommand(
    of('results', 'effects with intervals, checks, and a decision in words')
      .option('--phase <n>', 'one phase by itself', wholeNumber(0, 1000))
      .addOption(languageOption())
      .action(action(results)),
  )
  experiments.addCommand(
    command('power', 'how many people, and days, it takes to find an effect')
      .requiredOption('--metric <id>', 'what decides')
      .option('--effect <share>', 'smallest relative effect worth finding', numberBetween(0, 10), 0.05)
      .option('--arms <n>', 'variations, the control included', wholeNumber(2, 10), 2)
      .option('--traffic <share>', 'share of people who take part', numberWithin(0.001, 1), 1)
      .option('--power <share>', 'chance to find it', numberBetween(0.5, 1), 0.8)
      .option('--days <n>', 'days of recent traffic to go by', wholeNumber(2, 90), 28)
      .addOption(languageOption())
      .action(action(power)),
  )
  return experiments
}

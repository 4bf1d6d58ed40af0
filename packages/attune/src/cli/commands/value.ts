import { writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import {
  type NextActions,
  type Value,
  type ValueInput,
  type ValuePeople,
  valueModels,
} from '../../api/schemas/value.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, numberWithin, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { readJson } from '../read-json.ts'
import { say, tell } from '../tell.ts'

interface ValueOptions extends CommonOptions {
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    none: 'No values were worked out yet: attune value fit does.',
    head: (buyers: string, total: string, interval: string) =>
      `${buyers} buyers who allow a portrait are worth ${total}${interval}`,
    ahead: (days: number, orders: string) => `${orders} orders expected in the next ${days} days`,
    top: (tenth: string, fifth: string) => `The best tenth brings ${tenth}, the best fifth ${fifth}`,
    leaving: (chance: string, days: number, auc: string) =>
      `${chance} are likely to order nothing in ${days} days${auc === '' ? '' : ` (AUC ${auc} looking back)`}`,
    deciles: ['tenth', 'buyers', 'value', 'mean', 'share'],
    groups: ['group', 'buyers', 'value', 'leaving'],
    drivers: 'What it rests on:',
    written: (people: number, file: string) => `${people} people written to ${file}.`,
    actions: ['action', 'people', 'cost', 'gain'],
    nothing: (people: string) => `For ${people} nothing pays.`,
  },
  zh: {
    none: '还没有计算过客户价值：请运行 attune value fit。',
    head: (buyers: string, total: string, interval: string) =>
      `允许画像的 ${buyers} 位买家，总价值 ${total}${interval}`,
    ahead: (days: number, orders: string) => `未来 ${days} 天预计 ${orders} 单`,
    top: (tenth: string, fifth: string) => `价值最高的 10% 贡献 ${tenth}，最高的 20% 贡献 ${fifth}`,
    leaving: (chance: string, days: number, auc: string) =>
      `平均 ${chance} 的可能在 ${days} 天内不再下单${auc === '' ? '' : `（回看 AUC ${auc}）`}`,
    deciles: ['十分位', '买家', '价值', '人均', '占比'],
    groups: ['客群', '买家', '价值', '流失'],
    drivers: '主要依据：',
    written: (people: number, file: string) => `已将 ${people} 人写入 ${file}。`,
    actions: ['行动', '人数', '花费', '增益'],
    nothing: (people: string) => `另有 ${people} 人，任何行动都不划算。`,
  },
} as const

const whole = (value: number, language: 'en' | 'zh'): string =>
  value.toLocaleString(language, { maximumFractionDigits: 0 })
/** Names, then numbers. */
const columns = (titles: readonly string[]) =>
  titles.map((title, at) => (at === 0 ? { title } : { title, align: 'right' as const }))
const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)

async function fit({ lang: language, ...options }: ValueOptions & Partial<ValueInput>): Promise<void> {
  const { model, horizonDays, churnDays, discountPerYear, margin } = options
  const input = { model, horizonDays, churnDays, discountPerYear, margin }
  await tell(
    options,
    (api) => api.request<Value>('POST', '/v1/value', input),
    (value) => print(value, language),
  )
}

async function show({ lang: language, ...options }: ValueOptions): Promise<void> {
  await tell(
    options,
    async (api) => (await api.request<{ result: Value | null }>('GET', '/v1/value')).result,
    (result) => (result === null ? say(texts[language].none) : print(result, language)),
  )
}

function print(value: Value, language: 'en' | 'zh'): void {
  const t = texts[language]
  const { total, churn, input, concentration } = value
  const money = (amount: number): string => `${whole(amount, language)}${value.currency ? ` ${value.currency}` : ''}`
  const interval = total.low === null || total.high === null ? '' : ` (95 % ${money(total.low)} – ${money(total.high)})`
  say(t.head(whole(value.buyers, language), money(total.value), interval))
  say(t.ahead(input.horizonDays, whole(value.expectedOrders, language)))
  say(t.top(percent(concentration.topTenth), percent(concentration.topFifth)))
  say(t.leaving(percent(churn.mean), churn.days, churn.auc === null ? '' : churn.auc.toFixed(3)))
  printTable(
    columns(t.deciles),
    value.deciles.map((one) => [
      String(one.decile),
      whole(one.buyers, language),
      money(one.value),
      money(one.mean),
      percent(one.share),
    ]),
  )
  printTable(
    columns(t.groups),
    value.groups.map((one) => [one.name[language], whole(one.buyers, language), money(one.value), percent(one.churn)]),
  )
  if (churn.drivers.length > 0) say(t.drivers)
  for (const { text } of churn.drivers.slice(0, 5)) say(`  ${text[language]}`)
  for (const { text } of value.warnings) process.stderr.write(`! ${text[language]}\n`)
}

const exported = [
  'personId',
  'lifetimeValue',
  'expectedOrders',
  'expectedSpend',
  'alive',
  'churn',
  'rfm',
  'group',
] as const

async function exportPeople(file: string, { lang: language, ...options }: ValueOptions): Promise<void> {
  await tell(
    options,
    async (api) => {
      const lines: string[] = []
      for (let from: number | null = 0; from !== null; ) {
        const page: ValuePeople = await api.request<ValuePeople>('GET', `/v1/value/people?from=${from}`)
        for (const one of page.people) lines.push(exported.map((name) => one[name] ?? '').join(','))
        from = page.next
      }
      writeFileSync(file, `${[exported.join(','), ...lines].join('\n')}\n`)
      return { people: lines.length, file }
    },
    ({ people }) => say(texts[language].written(people, file)),
  )
}

async function act(file: string, { lang: language, ...options }: ValueOptions): Promise<void> {
  const input = readJson(file)
  await tell(
    options,
    (api) => api.request<NextActions>('POST', '/v1/value/actions', input),
    ({ actions, nothing }) => {
      const t = texts[language]
      printTable(
        columns(t.actions),
        actions.map(({ name, people, cost, gain }) => [
          name,
          whole(people, language),
          whole(cost, language),
          whole(gain, language),
        ]),
      )
      say(t.nothing(whole(nothing, language)))
    },
  )
}

/** `attune value`: what customers are worth, who leaves, and what pays for whom. */
export function valueCommand(): Command {
  return command('value', 'what customers are worth, who leaves, and what pays for whom')
    .addCommand(
      command('fit', 'work values out of what people ordered; renewed each day from then on')
        .addOption(new Option('--model <model>', 'how customers come back and leave').choices([...valueModels]))
        .option('--horizon-days <n>', 'how far ahead value is counted (default: 365)', wholeNumber(1, 3650))
        .option('--churn-days <n>', 'who orders nothing for so long has left (default: 90)', wholeNumber(7, 730))
        .option('--discount-per-year <share>', 'what money loses in a year (default: .1)', numberWithin(0, 1))
        .option('--margin <share>', 'share of revenue that is earned (default: 1)', numberWithin(0.0001, 1))
        .addOption(languageOption())
        .action(action(fit)),
    )
    .addCommand(command('show', 'the values worked out last').addOption(languageOption()).action(action(show)))
    .addCommand(
      command('export', 'figures of every buyer, as CSV')
        .argument('<file>', 'to write')
        .addOption(languageOption())
        .action(action(exportPeople)),
    )
    .addCommand(
      command('act', 'the action with the highest expected gain for each buyer')
        .argument('<file>', 'JSON: {"actions": [{"name": "coupon", "cost": 2, "uplift": 0.03}]}')
        .addOption(languageOption())
        .action(action(act)),
    )
}

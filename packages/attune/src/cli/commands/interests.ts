import { type Command, Option } from 'commander'
import { type InterestMap, interestParts } from '../../api/schemas/interests.ts'
import { queryText } from '../figures.ts'
import { languageOption } from '../language-option.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printTable } from '../output.ts'
import { say, tell } from '../tell.ts'

interface InterestsOptions extends CommonOptions {
  readonly part: InterestMap['part']
  readonly segment?: string
  readonly limit: number
  readonly lang: 'en' | 'zh'
}

const texts = {
  en: {
    columns: ['interest', 'people', 'share', 'shared most with', 'made of'],
    head: (people: string, base: string, of: string | null) =>
      `${people} of ${base} people ${of === null ? 'who allow a portrait' : `of the segment ${of}`} have an interest`,
    none: (fewest: number) => `Nothing is shared by ${fewest} people or more yet.`,
    leftOut: (tooFew: string, beyond: string, fewest: number) =>
      `Left out: ${tooFew} of fewer than ${fewest} people, ${beyond} beyond --limit. --json has places on the map and rules.`,
    separator: ', ',
  },
  zh: {
    columns: ['兴趣', '人数', '占比', '最常同时感兴趣', '主要内容'],
    head: (people: string, base: string, of: string | null) =>
      `${of === null ? '允许画像的' : `人群「${of}」的`} ${base} 人中 ${people} 人有兴趣`,
    none: (fewest: number) => `还没有 ${fewest} 人及以上的共同兴趣。`,
    leftOut: (tooFew: string, beyond: string, fewest: number) =>
      `未列出：不足 ${fewest} 人的 ${tooFew} 项，超出 --limit 的 ${beyond} 项。--json 含位置和规则。`,
    separator: '，',
  },
}

async function interests({ part, segment, limit, lang: language, ...options }: InterestsOptions): Promise<void> {
  await tell(
    options,
    (api) => api.request<InterestMap>('GET', `/v1/interests${queryText({ part, limit: String(limit), segment })}`),
    (map) => print(map, language),
  )
}

function print({ people, base, segment, nodes, leftOut, fewest }: InterestMap, language: 'en' | 'zh'): void {
  const t = texts[language]
  const whole = (value: number): string => value.toLocaleString(language)
  say(t.head(whole(people), whole(base), segment?.title ?? null))
  if (nodes.length === 0) say(t.none(fewest))
  else printNodes(nodes, language)
  if (leftOut.tooFew + leftOut.beyond > 0) say(t.leftOut(whole(leftOut.tooFew), whole(leftOut.beyond), fewest))
}

function printNodes(nodes: InterestMap['nodes'], language: 'en' | 'zh'): void {
  const t = texts[language]
  const whole = (value: number): string => value.toLocaleString(language)
  const titles = new Map(nodes.map(({ name, title }) => [name, title]))
  printTable(
    t.columns.map((title, at) => ({ title, ...(at === 1 || at === 2 ? { align: 'right' as const } : {}) })),
    nodes.map(({ title, people: own, share, near, items }) => [
      title,
      whole(own),
      `${(100 * share).toFixed(1)} %`,
      near
        .slice(0, 3)
        .map(({ name, shared, lift }) => `${titles.get(name)} ${whole(shared)} (×${lift.toFixed(1)})`)
        .join(t.separator),
      items
        .slice(0, 2)
        .map((item) => item.title)
        .join(t.separator),
    ]),
  )
}

/** `attune interests`: what everybody, or a segment, is interested in. */
export function interestsCommand(): Command {
  return command('interests', 'what people are interested in: how many, with what else, made of what')
    .addOption(new Option('--part <part>', 'interests in what').choices([...interestParts]).default('category'))
    .option('--segment <id>', 'of the people of a segment; without it of everybody who allows a portrait')
    .option('--limit <n>', 'how many, those of most people first', wholeNumber(5, 100), 40)
    .addOption(languageOption('language of the table'))
    .action(action(interests))
}

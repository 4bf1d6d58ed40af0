import { type Command, Option } from 'commander'
import type { RecommendationResponse } from '../../api/schemas/decide.ts'
import { explainedLines } from '../explained-lines.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

interface RecommendCommandOptions extends CommonOptions {
  readonly anonymous?: boolean
  readonly placement: string
  readonly variation?: string
  readonly n: number
  readonly lang: 'en' | 'zh'
  readonly explain?: boolean
}

async function recommend(person: string, options: RecommendCommandOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    // A look from the command line is nothing that was shown to the person: it is not logged as a decision.
    const answer = await api.request<RecommendationResponse>('POST', '/v1/recommendations', {
      placement: options.placement,
      [options.anonymous ? 'anonymousId' : 'userId']: person,
      n: options.n,
      context: { language: options.lang },
      preview: true,
      explain: options.explain === true,
      ...(options.variation === undefined ? {} : { variation: options.variation }),
    })
    if (options.json) printJson(answer)
    else print(answer, options.lang)
  } finally {
    await api.close()
  }
}

function print(answer: RecommendationResponse, language: 'en' | 'zh'): void {
  const { placement, variation, model, fallback, items } = answer
  printTable(
    [
      { title: '#', align: 'right' },
      { title: 'item' },
      { title: 'title' },
      { title: 'score', align: 'right' },
      { title: 'why' },
    ],
    items.map(({ itemId, item, score, reason }, index) => [
      String(index + 1),
      itemId,
      item?.title ?? '',
      score.toPrecision(3),
      reason ?? '',
    ]),
  )
  const version = model.version > 0 ? ` version ${model.version}` : ''
  process.stdout.write(`\n${placement} · ${variation} · ${model.name}${version}\n`)
  if (fallback) process.stdout.write(`${fallback.message}\n`)
  const explained = explainedLines(answer, language)
  if (explained.length > 0) process.stdout.write(`\n${explained.join('\n')}\n`)
}

/** `attune recommend` */
export function recommendCommand(): Command {
  return command('recommend', 'show what a person would be recommended, and why (nothing is logged)')
    .argument('<person>', 'user id')
    .option('--anonymous', 'the id is an anonymous id')
    .option('--placement <id>', 'placement', 'home')
    .option('--variation <name>', 'arm of the placement to show (default: the one the person is in)')
    .option('--explain', 'say what of the history brought each item, and what re-ranking moved and why')
    .option('--n <count>', 'how many', wholeNumber(1, 100), 10)
    .addOption(new Option('--lang <language>', 'language of the reasons').choices(['en', 'zh']).default('en'))
    .action(action(recommend))
}

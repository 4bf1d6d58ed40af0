import { Command } from 'commander'
import type { Estimate } from '../../api/schemas/common.ts'
import type { SentimentStateView, SentimentStatusView, SentimentTrainedView } from '../../api/schemas/opinions.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command } from '../options.ts'
import { printJson, printTable } from '../output.ts'

const names = { zh: 'Chinese', en: 'English' } as const
const share = ({ value, low, high }: Estimate): string =>
  `${(value * 100).toFixed(1)} % (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)})`

function print(languages: readonly SentimentStateView[]): void {
  printTable(
    [
      { title: 'language' },
      { title: 'judged by' },
      { title: 'praise', align: 'right' },
      { title: 'complaints', align: 'right' },
      { title: 'right of new texts' },
      { title: 'the word list' },
    ],
    languages.map(({ language, source, positive, negative, model }) => [
      names[language],
      source === 'model' ? `model ${model?.version}, ${model?.texts} reviews` : 'word list',
      String(positive),
      String(negative),
      model ? share(model.accuracy) : '',
      model ? share(model.lexicon) : '',
    ]),
  )
}

async function status(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const view = await api.request<SentimentStatusView>('GET', '/v1/language/sentiment')
    if (options.json) return printJson(view)
    print(view.languages)
    for (const { language, source, positive, negative, needed } of view.languages)
      if (source === 'lexicon')
        process.stdout.write(
          Math.min(positive, negative) < needed
            ? `${names[language]} needs ${needed} reviews of four stars and more and ${needed} of two and less before a model can be taught.\n`
            : `${names[language]} has enough reviews: “attune sentiment train” teaches a model.\n`,
        )
  } finally {
    await api.close()
  }
}

async function train(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const view = await api.request<SentimentTrainedView>('POST', '/v1/language/sentiment/train')
    if (options.json) return printJson(view)
    print(view.languages)
    for (const { language, outcome, needed } of view.languages) {
      if (outcome === 'too-few')
        process.stdout.write(
          `${names[language]}: too few reviews; ${needed} of praise and ${needed} of complaint are needed. The word list is used.\n`,
        )
      if (outcome === 'lexicon-better')
        process.stdout.write(`${names[language]}: the word list tells more than what the reviews taught, and stays.\n`)
    }
  } finally {
    await api.close()
  }
}

/** `attune sentiment` */
export function sentimentCommand(): Command {
  return new Command('sentiment')
    .description('what judges how texts feel: the built-in word list, or a model of your own reviews')
    .addCommand(
      command('train', 'teach a model with the reviews and their stars, and say how well it does').action(
        action(train),
      ),
    )
    .addCommand(
      command('status', 'what judges in each language, and how many reviews there are to learn from').action(
        action(status),
      ),
    )
}

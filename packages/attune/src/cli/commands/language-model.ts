import type { Command } from 'commander'
import type { LanguageModelLedgerView, LanguageModelView } from '../../api/schemas/generate.ts'
import { apiClient } from '../open.ts'
import { action, type CommonOptions, command, wholeNumber } from '../options.ts'
import { printJson, printTable } from '../output.ts'

/** What was used of a limit; the limit only where there is one. */
const of = (used: number, limit: number | null, digits: number): string =>
  limit === null ? used.toFixed(digits) : `${used.toFixed(digits)} of ${limit}`

async function status(options: CommonOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const view = await api.request<LanguageModelView>('GET', '/v1/language-model')
    if (options.json) {
      printJson(view)
      return
    }
    const { models, purposes, currency } = view
    if (models.length === 0) {
      process.stdout.write(
        'No language model is configured, and Attune goes on without. Name one under languageModel.models and languageModel.purposes in attune.config.json.\n',
      )
      return
    }
    printTable(
      [{ title: 'model' }, { title: 'provider' }, { title: 'asked at' }, { title: 'state' }],
      models.map(({ name, provider, model, host, state, problem, advice }) => [
        name,
        `${provider} ${model}`,
        host ?? 'this process',
        problem === null ? (state === 'closed' ? 'ready' : 'resting after failures') : (advice ?? problem),
      ]),
    )
    process.stdout.write('\n')
    printTable(
      [
        { title: 'purpose' },
        { title: 'model' },
        { title: 'tokens today', align: 'right' },
        { title: 'this month', align: 'right' },
        { title: `${currency} today`, align: 'right' },
        { title: 'this month', align: 'right' },
      ],
      purposes.map(({ purpose, model, budget, spent }) => [
        purpose,
        model ?? 'none',
        of(spent.day.tokens, budget.tokensPerDay, 0),
        of(spent.month.tokens, budget.tokensPerMonth, 0),
        of(spent.day.cost, budget.costPerDay, 2),
        of(spent.month.cost, budget.costPerMonth, 2),
      ]),
    )
  } finally {
    await api.close()
  }
}

interface LedgerOptions extends CommonOptions {
  readonly days: number
  readonly limit: number
}

async function ledger(options: LedgerOptions): Promise<void> {
  const api = await apiClient(options)
  try {
    const path = `/v1/language-model/ledger?days=${options.days}&limit=${options.limit}`
    const view = await api.request<LanguageModelLedgerView>('GET', path)
    if (options.json) {
      printJson(view)
      return
    }
    printTable(
      [
        { title: 'purpose' },
        { title: 'model' },
        { title: 'prompt' },
        { title: 'calls', align: 'right' },
        { title: 'cached', align: 'right' },
        { title: 'failed', align: 'right' },
        { title: 'tokens', align: 'right' },
        { title: view.currency, align: 'right' },
      ],
      view.totals.map((row) => [
        row.purpose,
        row.model,
        `${row.prompt} ${row.promptVersion}`,
        String(row.calls),
        String(row.cached),
        String(row.failed),
        String(row.tokensIn + row.tokensOut),
        row.cost.toFixed(4),
      ]),
    )
    process.stdout.write('\n')
    printTable(
      [
        { title: 'when' },
        { title: 'purpose' },
        { title: 'model' },
        { title: 'prompt' },
        { title: 'tokens', align: 'right' },
        { title: 'ms', align: 'right' },
        { title: 'outcome' },
      ],
      view.calls.map((call) => [
        call.at.slice(0, 19),
        call.purpose,
        call.model,
        `${call.prompt} ${call.promptVersion} ${call.language}`,
        String(call.tokensIn + call.tokensOut),
        String(call.ms),
        call.cached ? 'cached' : call.outcome,
      ]),
    )
  } finally {
    await api.close()
  }
}

/** `attune language-model status|ledger` */
export function languageModelCommand(): Command {
  const models = command('language-model', 'the models that write: whether they can, and what they cost')
  models.addCommand(command('status', 'configured models, and budgets of purposes').action(action(status)))
  models.addCommand(
    command('ledger', 'what was asked of them, in figures')
      .option('--days <n>', 'totals over so many days', wholeNumber(1, 400), 30)
      .option('--limit <n>', 'so many last calls', wholeNumber(1, 500), 20)
      .action(action(ledger)),
  )
  return models
}

import type { LanguageModelLedgerView, LanguageModelView } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import type { Route } from '../../router/route.ts'
import { languageModelTexts as x } from '../../texts/language-model-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { BudgetsCard } from './budgets-card.tsx'
import { DailyCard } from './daily-card.tsx'
import { LastCallsCard } from './last-calls-card.tsx'
import { ModelsCard } from './models-card.tsx'
import { PromptPage } from './prompt-page.tsx'
import { PromptsCard } from './prompts-card.tsx'
import { TotalsCard } from './totals-card.tsx'

const days = 30
const example =
  '{ "languageModel": { "models": { "main": { "provider": "openai-compatible", "baseUrl": "https://api.example.com/v1", "model": "NAME", "apiKeyVariable": "MODEL_KEY" } }, "purposes": { "*": { "model": "main" } } } }'

/** What goes to generative language models: whether they answer, what each purpose spent, the ledger, and the prompts; or one prompt. */
export function LanguageModelPage({ route }: { readonly route: Route }) {
  const [, prompt] = route.path
  return prompt === undefined ? <AllLanguageModels /> : <PromptPage key={prompt} id={prompt} />
}

function AllLanguageModels() {
  const { t } = useLocale()
  const view = useResource<LanguageModelView>(paths.languageModel, { every: 10_000 })
  const ledger = useResource<LanguageModelLedgerView>(paths.languageModelLedger(days), { every: 10_000 })
  return (
    <Page title={t(x.title)} sub={t(x.sub)}>
      <Loaded resource={view} what={x.what} rows={4}>
        {(shown) =>
          shown.models.length === 0 ? (
            <Card title={t(x.none)}>
              <div className="empty">
                <p>{t(x.noneWhy)}</p>
                <code className="mono xs break">{example}</code>
                <CopyButton text={example} />
              </div>
            </Card>
          ) : (
            <div className="stack">
              <ModelsCard models={shown.models} />
              <BudgetsCard purposes={shown.purposes} currency={shown.currency} />
            </div>
          )
        }
      </Loaded>
      <PromptsCard />
      <Loaded resource={ledger} what={x.whatLedger} rows={5}>
        {(shown) =>
          shown.calls.length === 0 ? null : (
            <div className="stack mt5">
              <DailyCard ledger={shown} />
              <TotalsCard ledger={shown} />
              <LastCallsCard ledger={shown} />
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

import type { PromptView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { useResource } from '../../api/use-resource.ts'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { href } from '../../router/route.ts'
import { useDetail } from '../../shell/detail.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { promptTexts as x } from '../../texts/prompt-texts.ts'
import { PromptVersionCard } from './prompt-version-card.tsx'
import { PromptVersionSheet } from './prompt-version-sheet.tsx'

/** One prompt: its versions in both languages, and which is used. */
export function PromptPage({ id }: { readonly id: string }) {
  const { t } = useLocale()
  const { can } = useSession()
  const [adding, setAdding] = useState(false)
  const prompt = useResource<PromptView>(paths.prompt(id))
  const { value } = prompt
  useDetail(id)
  return (
    <Page
      title={id}
      sub={value ? t(x.sub(value.purpose)) : undefined}
      actions={
        value && can('languageModel.use') ? (
          <button type="button" className="btn primary" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t(x.add)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={prompt} what={x.whatOne} rows={6}>
        {(shown) => (
          <div className="stack">
            <div className="sm soft">
              <p>{t(shown.about === 'person' ? x.personSub : x.teamSub)}</p>
              {shown.use.experiment === null || !shown.trying ? null : (
                <a href={href(['experiments', shown.use.experiment])}>{t(x.decidedBy(shown.use.experiment))}</a>
              )}
            </div>
            {shown.versions.toReversed().map((version) => (
              <PromptVersionCard key={version.version} prompt={shown} version={version} onChange={prompt.reload} />
            ))}
          </div>
        )}
      </Loaded>
      {adding && value ? (
        <PromptVersionSheet prompt={value} onSaved={prompt.reload} onClose={() => setAdding(false)} />
      ) : null}
    </Page>
  )
}

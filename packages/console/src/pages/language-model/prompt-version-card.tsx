import type { PromptVersionView, PromptView } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../api/paths.ts'
import { useSession } from '../../api/session.tsx'
import { Card } from '../../components/card.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { promptTexts as x } from '../../texts/prompt-texts.ts'

export interface PromptVersionCardProps {
  readonly prompt: PromptView
  readonly version: PromptVersionView
  readonly onChange: () => void
}

/** A version with its words; using and removing it ask first. */
export function PromptVersionCard({ prompt, version, onChange }: PromptVersionCardProps) {
  const { t, f } = useLocale()
  const { client, can } = useSession()
  const [asked, setAsked] = useState<'use' | 'remove'>()
  const { version: number, origin, title, createdAt, fits, texts } = version
  const isUsed = prompt.inForce === number
  const named = t(x.versionOf(`${number}`))
  const close = () => setAsked(undefined)
  return (
    <Card
      title={title === '' ? `${named} · ${t(x.shipped)}` : `${named} · ${title}`}
      {...(createdAt === null ? {} : { sub: f.day(Date.parse(createdAt)) })}
      end={
        <span className="row wrap">
          {isUsed ? <span className="badge good">{t(x.used)}</span> : null}
          {fits ? null : <span className="badge warn">{t(x.unfit)}</span>}
          {!isUsed && fits && can('experiments.change') ? (
            <button type="button" className="btn small" onClick={() => setAsked('use')}>
              {t(x.use)}
              <span className="sr"> {named}</span>
            </button>
          ) : null}
          {!isUsed && origin === 'own' && can('languageModel.use') ? (
            <button type="button" className="btn small quiet" onClick={() => setAsked('remove')}>
              {t(x.remove)}
              <span className="sr"> {named}</span>
            </button>
          ) : null}
        </span>
      }
    >
      {fits ? null : <p className="sm">{t(x.unfitWhy)}</p>}
      <details open={isUsed}>
        <summary>{t(x.words)}</summary>
        <div className="prompt-texts mt3">
          {(['en', 'zh'] as const).map((language) => (
            <div key={language} lang={language === 'zh' ? 'zh-CN' : 'en'}>
              <p className="sm prompt-words">{texts[language].system}</p>
              <p className="sm soft prompt-words mt3">{texts[language].user}</p>
            </div>
          ))}
        </div>
      </details>
      {asked === 'use' ? (
        <Confirm
          title={t(x.takeTitle(`${number}`))}
          consequence={t(x.useWhy)}
          confirmText={t(x.useNow)}
          onConfirm={async () => {
            const version = origin === 'shipped' ? null : number
            // What an experiment that is over found is what this choice takes the place of.
            const use = prompt.trying ? { ...prompt.use, version } : { version, experiment: null, variations: {} }
            await client.send('PUT', paths.promptUse(prompt.id), use)
            onChange()
          }}
          onClose={close}
        />
      ) : null}
      {asked === 'remove' ? (
        <Confirm
          title={t(x.removeTitle(`${number}`))}
          consequence={t(x.removeWhy)}
          confirmText={t(x.removeNow)}
          danger
          onConfirm={async () => {
            await client.send('DELETE', paths.promptVersion(prompt.id, number))
            onChange()
          }}
          onClose={close}
        />
      ) : null}
    </Card>
  )
}

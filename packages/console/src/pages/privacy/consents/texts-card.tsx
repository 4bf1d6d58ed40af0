import type { ConsentText } from 'attune/api-types'
import { useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useSession } from '../../../api/session.tsx'
import { useResource } from '../../../api/use-resource.ts'
import { Card } from '../../../components/card.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import type { Route } from '../../../router/route.ts'
import { replaceQuery } from '../../../router/use-route.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { consentTexts as x } from '../../../texts/privacy-texts.ts'
import { TextSheet } from './text-sheet.tsx'

/** The texts people agree to, by version and language. */
export function TextsCard({ route }: { readonly route: Route }) {
  const { t } = useLocale()
  const { can } = useSession()
  const may = can('consent.texts')
  const texts = useResource<{ texts: readonly ConsentText[] }>(paths.consentTexts)
  const setAdding = (open: boolean) => replaceQuery(route, { do: open ? 'text' : undefined })
  return (
    <Card
      title={t(x.texts)}
      sub={t(x.textsSub)}
      end={
        may ? (
          <button type="button" className="btn small" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {t(x.addText)}
          </button>
        ) : undefined
      }
    >
      <Loaded resource={texts} what={x.textsWhat} rows={2}>
        {(loaded) =>
          loaded.texts.length === 0 ? (
            <div className="empty">
              <h3>{t(x.noTexts)}</h3>
              <p>{t(x.noTextsWhy)}</p>
            </div>
          ) : (
            <Versions texts={loaded.texts} />
          )
        }
      </Loaded>
      {may && route.query.get('do') === 'text' ? (
        <TextSheet
          onKept={() => {
            setAdding(false)
            texts.reload()
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Card>
  )
}

function Versions({ texts }: { readonly texts: readonly ConsentText[] }) {
  const { t, f } = useLocale()
  const [chosen, setChosen] = useState<string>()
  const key = ({ version, language }: ConsentText) => `${version} ${language}`
  const versions = [...new Set(texts.map(({ version }) => version))]
  const shown = texts.find((text) => key(text) === chosen) ?? texts[0]
  return (
    <>
      <ul className="list">
        {versions.map((version) => {
          const all = texts.filter((text) => text.version === version)
          const since = all.map(({ createdAt }) => Date.parse(createdAt))
          return (
            <li key={version} style={{ alignItems: 'center' }}>
              <div className="grow">
                <span className="m mono break">{version}</span>
                <small>{t(x.since(f.day(Math.min(...since))))}</small>
              </div>
              <fieldset className="seg" aria-label={`${t(x.textLanguage)} ${version}`}>
                {all.map((text) => (
                  <button
                    key={text.language}
                    type="button"
                    aria-pressed={text === shown}
                    onClick={() => setChosen(key(text))}
                  >
                    {text.language}
                  </button>
                ))}
              </fieldset>
            </li>
          )
        })}
      </ul>
      {shown === undefined ? null : (
        <div className="card-part">
          <h3>
            <span className="mono">{shown.version}</span> · {shown.language}
          </h3>
          <p className="sm mt2 told" lang={shown.language}>
            {shown.body}
          </p>
        </div>
      )}
    </>
  )
}

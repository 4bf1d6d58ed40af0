import type { PrivacyRequestView } from 'attune/api-types'
import { useEffect, useRef, useState } from 'react'
import { paths } from '../../../api/paths.ts'
import { useResource } from '../../../api/use-resource.ts'
import { Card } from '../../../components/card.tsx'
import { Icon } from '../../../components/icon.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { jsonFile, saveFile } from '../../../components/save-file.ts'
import { commonTexts } from '../../../texts/common-texts.ts'
import { useLocale } from '../../../texts/locale.tsx'
import { modelStateTexts, requestTexts as x } from '../../../texts/privacy-texts.ts'

export interface ReceiptCardProps {
  readonly requestId: string
  /** Called once when the last byte and the last model are without the person. */
  readonly onGone: () => void
  readonly onClose: () => void
}

/** The signed receipt of an erasure, and how far it has come until nothing is left anywhere. */
export function ReceiptCard({ requestId, onGone, onClose }: ReceiptCardProps) {
  const { t } = useLocale()
  const [gone, setGone] = useState(false)
  const request = useResource<PrivacyRequestView>(paths.request(requestId), { every: gone ? undefined : 2_000 })
  const purgedAt = request.value?.purgedAt ?? null
  const place = useRef<HTMLDivElement>(null)
  const told = useRef(onGone)
  useEffect(() => {
    told.current = onGone
  })
  useEffect(() => {
    if (purgedAt === null) return
    setGone(true)
    told.current()
  }, [purgedAt])
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className="focus-place">
      <Card
        title={t(x.receipt)}
        sub={<span className="mono">{requestId}</span>}
        end={
          <button type="button" className="btn quiet icon small" aria-label={t(commonTexts.close)} onClick={onClose}>
            <Icon name="cross" />
          </button>
        }
      >
        <Loaded resource={request} what={x.what} rows={3}>
          {(shown) => <ReceiptView request={shown} />}
        </Loaded>
      </Card>
    </div>
  )
}

function ReceiptView({ request }: { readonly request: PrivacyRequestView }) {
  const { t, f } = useLocale()
  const { receipt: signed, purgedAt } = request
  if (signed === null) return <p className="sm soft">{t(x.working)}</p>
  const { receipt } = signed
  const rows = Object.values(receipt.removed).reduce((sum, n) => sum + n, 0)
  const tables = Object.entries(receipt.removed)
    .filter(([, n]) => n > 0)
    .map(([table, n]) => `${table} ${f.count(n)}`)
  return (
    <>
      <p className="sm soft">{t(x.receiptWhy)}</p>
      <p className={`sm mt3 row ${purgedAt === null ? '' : 'm'}`} role="status">
        {purgedAt === null ? <span className="dot off" /> : <Icon name="check" />}
        <span>{purgedAt === null ? t(x.purging) : t(x.purged(f.moment(Date.parse(purgedAt))))}</span>
      </p>
      <dl className="kv mt3">
        <dt>{t(x.receiptAt)}</dt>
        <dd>{f.moment(Date.parse(receipt.erasedAt))}</dd>
        <dt>{t(x.receiptKeys)}</dt>
        <dd>{f.count(receipt.keysDestroyed)}</dd>
        <dt>{t(x.receiptRows)}</dt>
        <dd>
          {f.count(rows)}
          {tables.length === 0 ? null : <small className="muted mono"> {tables.join(' · ')}</small>}
        </dd>
        <dt>{t(x.receiptLake)}</dt>
        <dd>{f.count(receipt.lakeFiles)}</dd>
        <dt>{t(x.receiptModels)}</dt>
        <dd>
          <ModelStates models={request.models} named={receipt.models} />
        </dd>
      </dl>
      <div className="row wrap mt4">
        <button
          type="button"
          className="btn"
          onClick={() => saveFile(`receipt-${receipt.requestId}.json`, jsonFile(signed))}
        >
          {t(commonTexts.download)}
        </button>
      </div>
    </>
  )
}

/** What became of each model; those of the receipt until anything is known. */
function ModelStates({
  models,
  named,
}: {
  readonly models: PrivacyRequestView['models']
  readonly named: readonly string[]
}) {
  const { t, language } = useLocale()
  if (models.length === 0) return named.length === 0 ? t(commonTexts.none) : named.join(language === 'zh' ? '、' : ', ')
  return (
    <ul>
      {models.map(({ name, state }) => (
        <li key={name}>
          <span className="mono">{name}</span> <span className="muted">{t(modelStateTexts[state])}</span>
        </li>
      ))}
    </ul>
  )
}

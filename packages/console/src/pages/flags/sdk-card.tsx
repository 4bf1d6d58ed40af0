import { Card } from '../../components/card.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { featureFlagTexts as x } from '../../texts/feature-flag-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

/** Where code finds the flags. */
export function SdkCard({ origin }: { readonly origin: string }) {
  const { t } = useLocale()
  return (
    <Card title={t(x.sdk)} sub={t(x.sdkSub)} end={<a href="#/keys">{t(x.toKeys)}</a>}>
      <dl className="kv">
        <dt className="mono">{t(x.apiHost)}</dt>
        <dd>
          <code className="mono break">{origin}</code> <CopyButton text={origin} />
        </dd>
        <dt className="mono">{t(x.clientKey)}</dt>
        <dd>{t(x.clientKeyHint)}</dd>
        <dt>{t(x.address)}</dt>
        <dd>
          <code className="mono break">GET {origin}/api/features/&lt;clientKey&gt;</code>
        </dd>
        <dt>{t(x.live)}</dt>
        <dd>
          <code className="mono break">GET {origin}/sub/&lt;clientKey&gt;</code>
        </dd>
      </dl>
    </Card>
  )
}

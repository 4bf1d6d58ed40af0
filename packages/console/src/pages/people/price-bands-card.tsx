import type { Profile } from 'attune/api-types'
import { IntervalPlot } from '../../charts/interval-plot.tsx'
import { Card } from '../../components/card.tsx'
import { commonTexts } from '../../texts/common-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'

/** In which third of a category’s prices they look and buy. */
export function PriceBandsCard({ profile }: { readonly profile: Profile }) {
  const { t, f } = useLocale()
  const { priceBands } = profile.interests
  if (priceBands.length === 0) return null
  return (
    <Card title={t(x.priceBands)} sub={t(x.priceBandsSub)}>
      {priceBands.map(({ band, share, low, high }) => (
        <div className="iv-row" key={band}>
          <div className="lab">{t(x[band])}</div>
          <div className="plot">
            <IntervalPlot
              estimate={{ value: share, low, high }}
              domain={[0, 1]}
              tone="none"
              label={`${t(x[band])}: ${f.percent(share)}, ${t(commonTexts.interval)} ${f.percentRange(low, high)}`}
            />
          </div>
          <div className="val">
            {f.percent(share)}
            <small>{f.percentRange(low, high)}</small>
          </div>
        </div>
      ))}
    </Card>
  )
}

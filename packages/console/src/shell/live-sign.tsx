import type { Overview } from 'attune/api-types'
import { paths } from '../api/paths.ts'
import { useResource } from '../api/use-resource.ts'
import { offsetNow } from '../format/utc-offset.ts'
import { useLocale } from '../texts/locale.tsx'
import { shellTexts } from '../texts/shell-texts.ts'

/** Whether events arrive, in the top bar. Not announced: it changes all the time. */
export function LiveSign() {
  const { t, f } = useLocale()
  const { value, problem } = useResource<Overview>(paths.overview(28, offsetNow()), { every: 15_000 })
  if (problem?.code === 'unreachable')
    return (
      <span className="live">
        <span className="dot bad" />
        {t(shellTexts.away)}
      </span>
    )
  if (!value) return <span className="live" />
  const rate = value.perMinute.events
  const last = value.health.lastEventAt
  const text =
    rate > 0
      ? shellTexts.receiving(f.count(Math.round(rate)))
      : last === null
        ? shellTexts.waiting
        : shellTexts.quiet(f.ago(Date.parse(last)))
  return (
    <span className="live">
      <span className={rate > 0 ? 'dot' : 'dot off'} />
      {t(text)}
    </span>
  )
}

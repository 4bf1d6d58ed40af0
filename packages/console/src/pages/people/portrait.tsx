import type { Profile } from 'attune/api-types'
import { useSession } from '../../api/session.tsx'
import { ProblemBanner } from '../../components/problem-banner.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { portraitTexts as x } from '../../texts/portrait-texts.ts'
import { ComputedCard } from './computed-card.tsx'
import { CorrectionsCard } from './corrections-card.tsx'
import { InterestCard } from './interest-card.tsx'
import { LifecycleCard } from './lifecycle-card.tsx'
import { MembershipsCard } from './memberships-card.tsx'
import { PriceBandsCard } from './price-bands-card.tsx'
import { SentimentCard } from './sentiment-card.tsx'
import { SummaryCard } from './summary-card.tsx'
import { useCorrection } from './use-correction.ts'

export interface PortraitProps {
  readonly profile: Profile
  readonly onChange: () => void
}

/** What is understood of a person, strongest first, each with how sure it is and what it rests on. */
export function Portrait({ profile, onChange }: PortraitProps) {
  const { t } = useLocale()
  const { can } = useSession()
  const correction = useCorrection(profile.personId, onChange)
  if (!profile.profiling) return <p className="sm muted">{t(x.noProfiling)}</p>
  const correct = can('privacy.act') && !correction.busy ? correction.run : undefined
  const { interests } = profile
  return (
    <>
      {correction.problem ? <ProblemBanner problem={correction.problem} /> : null}
      <SummaryCard profile={profile} />
      <InterestCard
        title={x.interests}
        interests={interests.categories}
        halfLifeDays={interests.halfLifeDays}
        onSay={correct && ((name, said) => correct({ interests: { [name]: said } }))}
      />
      {interests.brands.length === 0 ? null : (
        <InterestCard
          title={x.brands}
          interests={interests.brands}
          halfLifeDays={interests.halfLifeDays}
          onSay={correct && ((name, said) => correct({ brands: { [name]: said } }))}
        />
      )}
      {interests.topics.length === 0 ? null : (
        <InterestCard
          title={x.topics}
          interests={interests.topics}
          halfLifeDays={interests.halfLifeDays}
          onSay={undefined}
        />
      )}
      <PriceBandsCard profile={profile} />
      <SentimentCard profile={profile} />
      <LifecycleCard profile={profile} />
      <MembershipsCard profile={profile} />
      <ComputedCard profile={profile} />
      <CorrectionsCard profile={profile} onTakeBack={correct} />
    </>
  )
}

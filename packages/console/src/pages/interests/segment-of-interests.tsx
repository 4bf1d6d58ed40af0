import type { InterestNode } from 'attune/api-types'
import { useState } from 'react'
import { useSession } from '../../api/session.tsx'
import { Card } from '../../components/card.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { href } from '../../router/route.ts'
import { commonTexts } from '../../texts/common-texts.ts'
import { interestTexts as x } from '../../texts/interest-texts.ts'
import { useLocale } from '../../texts/locale.tsx'
import { ruleOfInterests } from './rule-of-interests.ts'

export interface SegmentOfInterestsProps {
  readonly nodes: readonly InterestNode[]
  readonly onTakeOut: (name: string) => void
}

/** The interests that were picked, as one rule that the builder opens with. */
export function SegmentOfInterests({ nodes, onTakeOut }: SegmentOfInterestsProps) {
  const { t, language } = useLocale()
  const { can } = useSession()
  const [join, setJoin] = useState<'any' | 'all'>('any')
  if (nodes.length === 0 || !can('segments.change')) return null
  return (
    <Card title={t(x.segment)}>
      <ul className="list">
        {nodes.map(({ name, title }) => (
          <li key={name} style={{ alignItems: 'center' }}>
            <span className="grow break">{title}</span>
            <button
              type="button"
              className="btn quiet small"
              aria-label={t(x.takeOut(title))}
              onClick={() => onTakeOut(name)}
            >
              {t(commonTexts.remove)}
            </button>
          </li>
        ))}
      </ul>
      {nodes.length < 2 ? null : (
        <div className="mt2">
          <Segmented
            label={t(x.join)}
            value={join}
            options={[
              { value: 'any', text: t(x.anyOf) },
              { value: 'all', text: t(x.allOf) },
            ]}
            onChange={setJoin}
          />
        </div>
      )}
      <p className="mt3">
        <a
          className="btn primary"
          href={href(['segments'], { new: 'yes', rule: ruleOfInterests(nodes, join, language) })}
        >
          {t(x.toBuilder)}
        </a>
      </p>
    </Card>
  )
}

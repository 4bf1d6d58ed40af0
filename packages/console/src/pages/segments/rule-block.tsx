import type { SegmentVocabulary } from 'attune/api-types'
import { Select } from '../../components/select.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import { type Block, hasFields } from './blocks.ts'
import { DoingFields } from './doing-fields.tsx'
import { TraitFields } from './trait-fields.tsx'

export interface RuleBlockProps {
  readonly number: number
  readonly block: Block
  readonly vocabulary: SegmentVocabulary | undefined
  readonly onBlock: (block: Block) => void
  readonly onRemove: () => void
}

/** One condition: fields for what is common, a word that it is edited as text for everything else. */
export function RuleBlock({ number, block, vocabulary, onBlock, onRemove }: RuleBlockProps) {
  const { t, f } = useLocale()
  const { rule, not } = block
  const name = t(x.condition(f.count(number)))
  return (
    <fieldset className="mt4" aria-label={name}>
      <div className="row wrap">
        <span className="sm grow">{name}</span>
        <label className="row sm">
          <input type="checkbox" checked={not} onChange={(event) => onBlock({ rule, not: event.target.checked })} />
          {t(x.not)}
        </label>
        <button type="button" className="btn small quiet" aria-label={`${t(x.takeOut)}: ${name}`} onClick={onRemove}>
          {t(x.takeOut)}
        </button>
      </div>
      {!hasFields(block) ? (
        <p className="sm soft">{t(x.asText)}</p>
      ) : rule.type === 'events' ? (
        <DoingFields
          rule={rule}
          categories={vocabulary?.categories ?? []}
          onRule={(next) => onBlock({ not, rule: next })}
        />
      ) : rule.type === 'trait' ? (
        <TraitFields rule={rule} traits={vocabulary?.traits ?? []} onRule={(next) => onBlock({ not, rule: next })} />
      ) : rule.type === 'segment' ? (
        <Select
          label={t(x.segment)}
          value={rule.id}
          options={[...new Set([rule.id, ...(vocabulary?.segments ?? [])])].map((id) => ({ value: id, text: id }))}
          onValue={(id) => onBlock({ not, rule: { type: 'segment', id } })}
        />
      ) : null}
    </fieldset>
  )
}

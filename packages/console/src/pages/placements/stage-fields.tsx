import { useLocale } from '../../texts/locale.tsx'
import { similarityTexts, rerankTexts as x } from '../../texts/rerank-texts.ts'
import type { Text } from '../../texts/text.ts'
import { CapFields } from './cap-fields.tsx'
import { Field, NumberField, SelectField, type Wrong } from './rerank-field.tsx'
import { RuleFields } from './rule-fields.tsx'
import type { StageDraft } from './stage-draft.ts'

export interface StageFieldsProps {
  readonly stage: StageDraft
  /** What the server says about a field of this stage. */
  readonly wrong: Wrong
  readonly onChange: (part: Partial<StageDraft>) => void
}

const similarities: readonly StageDraft['similarity'][] = ['model', 'categories', 'tags', 'brand']

/** What can be set of one stage. */
export function StageFields({ stage, wrong, onChange }: StageFieldsProps) {
  const { t } = useLocale()
  const percent = (label: Text, field: string, max: number) => (
    <NumberField
      label={t(label)}
      value={stage.percent}
      max={max}
      wrong={wrong(field)}
      onChange={(value) => onChange({ percent: value })}
    />
  )
  const by = (field: string) => (
    <Field
      label={t(x.by)}
      hint={t(x.byHint)}
      value={stage.by}
      mono
      wrong={wrong(field)}
      onChange={(value) => onChange({ by: value })}
    />
  )
  switch (stage.kind) {
    case 'rules':
      return <RuleFields rules={stage.rules} wrong={wrong} onChange={(rules) => onChange({ rules })} />
    case 'mmr':
    case 'dpp':
      return (
        <div className="pair">
          {percent(x.relevance, 'relevance', stage.kind === 'dpp' ? 99 : 100)}
          <SelectField
            label={t(x.similarity)}
            value={stage.similarity}
            options={similarities.map((value) => [value, t(similarityTexts[value] as Text)])}
            onChange={(similarity) => onChange({ similarity })}
          />
        </div>
      )
    case 'calibrate':
      return (
        <div className="pair">
          {percent(x.calibration, 'calibration', 100)}
          {by('by')}
        </div>
      )
    case 'caps':
      return <CapFields stage={stage} wrong={wrong} onChange={onChange} />
    case 'fairExposure':
      return (
        <>
          <div className="pair">
            {percent(x.share, 'share', 99)}
            <SelectField
              label={t(x.guard)}
              value={stage.guard}
              options={[
                ['when', t(x.guardWhen)],
                ['values', t(x.guardValues)],
              ]}
              onChange={(guard) => onChange({ guard })}
            />
          </div>
          {stage.guard === 'when' ? (
            <Field
              label={t(x.when)}
              hint={t(x.whenHint)}
              value={stage.when}
              mono
              lines={2}
              wrong={wrong('protected.when') ?? wrong('protected')}
              onChange={(when) => onChange({ when })}
            />
          ) : (
            <div className="pair">
              {by('protected.by')}
              <Field
                label={t(x.values)}
                value={stage.values}
                lines={3}
                wrong={wrong('protected.values') ?? wrong('protected')}
                onChange={(values) => onChange({ values })}
              />
            </div>
          )}
        </>
      )
    case 'novelty':
      return <div className="pair">{percent(x.novelty, 'novelty', 100)}</div>
  }
}

import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { ruleActionTexts, rerankTexts as x } from '../../texts/rerank-texts.ts'
import type { Text } from '../../texts/text.ts'
import { Field, NumberField, SelectField, type Wrong } from './rerank-field.tsx'
import { newRule, type RuleDraft } from './stage-draft.ts'

const actions: readonly RuleDraft['action'][] = ['filter', 'boost', 'bury', 'pin']
const most = 50

export interface RuleFieldsProps {
  readonly rules: readonly RuleDraft[]
  readonly wrong: Wrong
  readonly onChange: (rules: readonly RuleDraft[]) => void
}

/** Rules of one stage. */
export function RuleFields({ rules, wrong, onChange }: RuleFieldsProps) {
  const { t } = useLocale()
  const change = (key: number, part: Partial<RuleDraft>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)))
  return (
    <>
      {rules.map((rule, at) => (
        <div key={rule.key} className="part">
          <div className="pair">
            <Field
              label={t(x.ruleName)}
              value={rule.name}
              wrong={wrong(`rules.${at}.name`)}
              onChange={(name) => change(rule.key, { name })}
            />
            <SelectField
              label={t(x.action)}
              value={rule.action}
              options={actions.map((action) => [action, t(ruleActionTexts[action] as Text)])}
              onChange={(action) =>
                change(rule.key, { action, amount: action === 'boost' ? '1.5' : action === 'pin' ? '1' : '' })
              }
            />
            {rule.action === 'boost' ? (
              <NumberField
                label={t(x.factor)}
                value={rule.amount}
                min={0.000001}
                max={1e6}
                wrong={wrong(`rules.${at}.action.factor`)}
                onChange={(amount) => change(rule.key, { amount })}
              />
            ) : null}
            {rule.action === 'pin' ? (
              <NumberField
                label={t(x.position)}
                value={rule.amount}
                min={1}
                max={100}
                step="1"
                wrong={wrong(`rules.${at}.action.position`)}
                onChange={(amount) => change(rule.key, { amount })}
              />
            ) : null}
          </div>
          <div className="with-button">
            <Field
              label={t(x.when)}
              {...(at === 0 ? { hint: t(x.whenHint) } : {})}
              value={rule.when}
              mono
              lines={2}
              wrong={wrong(`rules.${at}.when`)}
              onChange={(when) => change(rule.key, { when })}
            />
            <button
              type="button"
              className="btn quiet icon"
              aria-label={t(x.removeRule(rule.name || `${at + 1}`))}
              disabled={rules.length === 1}
              onClick={() => onChange(rules.filter((other) => other.key !== rule.key))}
            >
              <Icon name="cross" />
            </button>
          </div>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="btn small"
          disabled={rules.length >= most}
          onClick={() => onChange([...rules, newRule(Math.max(...rules.map(({ key }) => key)) + 1)])}
        >
          <Icon name="plus" />
          {t(x.addRule)}
        </button>
      </div>
    </>
  )
}

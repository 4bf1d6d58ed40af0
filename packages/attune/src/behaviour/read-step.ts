import type { Step } from '../api/schemas/behaviour.ts'
import { attuneError } from '../errors.ts'
import type { Doing } from '../segments/rules/rule.ts'
import { parseRule } from '../segments/text/parse-rule.ts'
import { printDoing } from '../segments/text/print-doing.ts'

/** A step that was understood. */
export interface ReadStep {
  readonly label: { readonly en: string; readonly zh: string }
  readonly doing: Doing
  readonly properties: Step['properties']
}

/**
 * Reads a step given as data or as text, which is a condition of the language of segments without window and number.
 *
 * @param field where it stands, for errors
 * @throws AttuneError `invalid-step`, and `rule-syntax` of the text
 */
export function readStep({ label, doing, text, properties }: Step, field: string): ReadStep {
  if ((doing === undefined) === (text === undefined))
    throw invalid(field, 'give either doing or text.', '请在 doing 和 text 中给出其一。')
  const read = doing ?? doingOf(text ?? '', field)
  if (properties.length > 0 && (read.did === 'anything' || !('event' in read.did)))
    throw invalid(
      field,
      'properties belong to a named event: use did event "…" for the step.',
      '属性条件只适用于指定名称的事件：请将该步骤写成 事件 "…"。',
    )
  return {
    label: label === undefined ? { en: printDoing(read, 'en'), zh: printDoing(read, 'zh') } : { en: label, zh: label },
    doing: read,
    properties,
  }
}

function doingOf(text: string, field: string): Doing {
  const rule = parseRule(text)
  if (
    rule.type === 'events' &&
    rule.window === undefined &&
    rule.aggregate === 'count' &&
    rule.op === '>=' &&
    rule.number === 1
  )
    return rule.doing
  throw invalid(
    field,
    'a step is one thing that people do, such as: carted category "tea". Leave out windows, numbers, and, or, not.',
    '一个步骤是一种行为，例如：加购 品类 "茶"。请去掉时间窗口、次数以及“且/或/非”。',
  )
}

const invalid = (field: string, en: string, zh: string) =>
  attuneError('invalid-step', `${field}: ${en}`, { details: { field, en, zh } })

import type { TraitValue } from '../../activity/activity-index.ts'
import type { Comparison } from '../rules/rule.ts'
import { fold } from './item-facts.ts'

type Scalar = string | number | boolean
const isList = (value: TraitValue): value is readonly Scalar[] => Array.isArray(value)

/** Whether a value fits; see `Comparison` for lists and for what is not known. */
export function compileComparison(is: Comparison): (value: TraitValue | undefined) => boolean {
  switch (is.op) {
    case 'exists':
      return (value) => value !== undefined
    case '=':
      return some((one) => one === is.value)
    case '!=': {
      const equals = some((one) => one === is.value)
      return (value) => !equals(value)
    }
    case 'in': {
      const values = new Set<Scalar>(is.values)
      return some((one) => values.has(one))
    }
    case 'startsWith': {
      const start = fold(is.value)
      return some((one) => typeof one === 'string' && fold(one).startsWith(start))
    }
    case 'contains': {
      const part = fold(is.value)
      // A list contains an entry, a text contains a part.
      return (value) => {
        if (value === undefined) return false
        if (isList(value)) return value.some((one) => fold(String(one)) === part)
        return typeof value === 'string' && fold(value).includes(part)
      }
    }
    // Texts are compared with texts, so that dates (ISO 8601) can be. One function each: they run a million times a preview.
    case '<': {
      const { value: bound } = is
      return some((one) => typeof one === typeof bound && one < bound)
    }
    case '<=': {
      const { value: bound } = is
      return some((one) => typeof one === typeof bound && one <= bound)
    }
    case '>': {
      const { value: bound } = is
      return some((one) => typeof one === typeof bound && one > bound)
    }
    case '>=': {
      const { value: bound } = is
      return some((one) => typeof one === typeof bound && one >= bound)
    }
  }
}

const some =
  (fits: (one: Scalar) => boolean) =>
  (value: TraitValue | undefined): boolean => {
    if (value === undefined) return false
    return typeof value === 'object' ? value.some(fits) : fits(value)
  }

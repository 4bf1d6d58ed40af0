import type { Item } from '../../api/schemas/items.ts'

/** What a rule is asked about: an item, as the catalogue has it. */
export interface RuleSubject {
  readonly id: string
  /** Undefined where the catalogue does not know it: then its fields are missing. */
  readonly item: Item | undefined
}

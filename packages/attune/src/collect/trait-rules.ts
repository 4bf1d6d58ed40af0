import { z } from 'zod'

/** Which word about a trait is kept when several sources or identities tell it. */
export const traitKeeps = ['newest', 'oldest', 'mostTrusted', 'highest', 'lowest', 'union'] as const

/**
 * One trait's rule. `newest` (as for traits without a rule): the last word; `oldest`: the first; `mostTrusted`: that of the
 * source named first in `trust`, those not named after all of them, the newest where equal; `highest` and `lowest`: of
 * numbers; `union`: all values in one list.
 */
export const traitRuleSchema = z
  .strictObject({
    keep: z.enum(traitKeeps),
    /** Names of sources, the most trusted first; only with `mostTrusted`. */
    trust: z.array(z.string().min(1).max(256)).min(1).max(100).optional(),
  })
  .refine(
    ({ keep, trust }) => (keep === 'mostTrusted') === (trust !== undefined),
    'mostTrusted needs trust: the names of sources, the most trusted first; the other rules have none',
  )
export type TraitRule = z.infer<typeof traitRuleSchema>

/** Name of a trait → its rule. */
export type TraitRules = Readonly<Record<string, TraitRule>>

export const traitRulesSchema = z.record(z.string().min(1).max(256), traitRuleSchema).default({})

import type { Decision } from '@attune/measure'

/** Stand-in until merged. */
export function decisionWords(decision: Decision): { readonly en: string; readonly zh: string } {
  return { en: decision.action, zh: decision.action }
}

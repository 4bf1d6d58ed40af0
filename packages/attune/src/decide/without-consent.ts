import type { Consent } from '../protect/consent/consent.ts'
import { builtInPolicies } from './built-in-policies.ts'
import { type CandidateSources, type Candidates, findCandidates } from './find-candidates.ts'
import type { Situation } from './situation.ts'

/** Stands where a person would, where the person does not agree: nothing is known of it. No pseudonym looks like it. */
export const nobody = 'p_nobody'

/** Whether what a person did may decide what they see: they agree to be shown what fits, and to being known for it. */
export function mayPersonalise(consent: Pick<Consent, 'allowed'>, workspace: string, personId: string): boolean {
  return consent.allowed(workspace, personId, 'personalisation') && consent.allowed(workspace, personId, 'profiling')
}

/** The arm's candidates; without agreement what is popular, in place of any model. */
export function candidatesFor(
  sources: CandidateSources,
  situation: Situation,
  model: string,
  { personal, n, depth }: { readonly personal: boolean; readonly n: number; readonly depth?: number | undefined },
): Candidates {
  if (personal || builtInPolicies.includes(model)) return findCandidates(sources, situation, model, n, depth)
  const candidates = findCandidates(sources, situation, 'popular', n, depth)
  return { ...candidates, fallback: candidates.fallback ?? 'no-consent' }
}

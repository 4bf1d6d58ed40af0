import type { InterestMap, InterestsQuery } from '../api/schemas/interests.ts'

/** What everybody, or a segment, is interested in, as a map. */
export interface InterestMaps {
  /**
   * Counted anew when the last count is a minute old, or somebody spoke of consent or was erased since.
   *
   * @throws AttuneError `unknown-segment`
   */
  map(workspace: string, query: InterestsQuery): Promise<InterestMap>
}

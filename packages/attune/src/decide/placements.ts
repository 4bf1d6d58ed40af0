import type { Placement } from '../api/schemas/decide.ts'

/** The placements of a workspace. `home` exists from the start: 90 % the model `recencyItemKnn`, 10 % `popular`, which is the control. */
export interface Placements {
  get(workspace: string, id: string): Placement | undefined
  list(workspace: string): readonly Placement[]
  /** Ids of placements that a segment decides who sees. */
  aimedAt(workspace: string, segmentId: string): readonly string[]
  put(workspace: string, placement: Placement, actor: string): Promise<void>
}

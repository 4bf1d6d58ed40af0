import type { GivenLabel } from './label-store.ts'
import type { ProposedText } from './propose-texts.ts'
import type { SaidSource } from './said-texts.ts'
import type { Teach, TrainedLabels } from './train-labels.ts'

export type LabelSource = 'items' | SaidSource

/** A team's own labels for texts of items and for what people said. */
export interface TextLabels {
  /**
   * The texts whose labels would teach most, and how many have one; what people said is redacted.
   *
   * @throws AttuneError `no-texts`, `invalid-task`
   */
  propose(
    workspace: string,
    task: string,
    options: { readonly from: LabelSource; readonly count: number },
  ): Promise<{ readonly labelled: number; readonly proposed: readonly ProposedText[] }>
  /** The labels of a task whose texts are there: what somebody said is gone with their consent, their erasure or its retention. */
  given(workspace: string, task: string): Promise<readonly GivenLabel[]>
  /** All or none. @throws AttuneError `unknown-text`, `invalid-label` */
  put(
    workspace: string,
    task: string,
    labels: readonly { readonly textId: string; readonly label: string }[],
  ): Promise<number>
  /**
   * One training of a workspace at a time.
   *
   * @param teach default: in a thread
   * @throws AttuneError `too-few-labels`
   */
  train(workspace: string, task: string, teach?: Teach): Promise<TrainedLabels>
  /** Teaches anew what learnt from what people said, and removes its older versions: after an erasure. */
  relearn(workspace: string): Promise<void>
  close(): Promise<void>
}

import type { Graph } from '../graph/graph.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { EncoderOptions, EncoderShape } from '../layers/encoder.ts'
import type { TensorData } from '../runtime/open-session.ts'
import type { EncodedText } from './encoded-text.ts'

/** One example of a task: a text or several, and what is known of them. */
export interface Example<Label> {
  readonly texts: readonly EncodedText[]
  readonly label: Label
}

/** An encoder that a head stands on. */
export interface HeadOn {
  readonly shape: EncoderShape
  /** Texts: `texts` times as many as examples; text j of example e is text j · examples + e of the batch. */
  readonly batch: number
  readonly length: number
  readonly tuning: Pick<EncoderOptions, 'frozen' | 'weights' | 'lora' | 'adapters' | 'dropout'>
  /** As `textVectors` has it. */
  readonly apart?: boolean
}

export interface WrittenHead {
  /** The mean over the examples of a batch. */
  readonly loss: Tensor
  /** What a trained model is asked for; each [batch × …]. */
  readonly answers: Readonly<Record<string, Tensor>>
}

/** What stands on an encoder: how labels become numbers, what is lost, how answers are read and judged. */
export interface Head<Label, Answer> {
  /** Texts of an example; empty places are allowed where the head says so. */
  readonly texts: number
  /**
   * Name of the input with how much each of equal parts of a batch counts, where the loss is the mean over examples that
   * do not meet each other; none where they do.
   */
  readonly weights?: string
  write(graph: Graph, on: HeadOn): WrittenHead
  /** @throws LearnError `bad-value` for a label that is none */
  check(example: Example<Label>, at: number): void
  /** Labels as inputs of the graph: those of `write` beside the texts. Places behind the last example are empty. */
  inputs(
    examples: readonly Example<Label>[],
    size: { readonly examples: number; readonly length: number },
  ): Readonly<Record<string, TensorData>>
  /** The answer for one text. */
  read(row: Readonly<Record<string, Float32Array>>, text: EncodedText): Answer
  readonly judgement: {
    readonly better: 'higher' | 'lower'
    /** @param answers for each example those of its texts */
    readonly of: (answers: readonly (readonly Answer[])[], examples: readonly Example<Label>[]) => number
  }
}

/** 1 for each example, 0 for empty places. */
export const weightsOf = (examples: number, places: number): Float32Array =>
  Float32Array.from({ length: places }, (_, i) => Number(i < examples))

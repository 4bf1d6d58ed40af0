/** Names of Hugging Face's BERT and RoBERTa and ours; matrices are stored the other way round there. */
export const bertLayerNames: readonly (readonly [theirs: string, ours: string, turned?: 'turned'])[] = [
  ['attention.self.query.weight', 'query.weight', 'turned'],
  ['attention.self.query.bias', 'query.bias'],
  ['attention.self.key.weight', 'key.weight', 'turned'],
  ['attention.self.key.bias', 'key.bias'],
  ['attention.self.value.weight', 'value.weight', 'turned'],
  ['attention.self.value.bias', 'value.bias'],
  ['attention.output.dense.weight', 'output.weight', 'turned'],
  ['attention.output.dense.bias', 'output.bias'],
  ['attention.output.LayerNorm.weight', 'attention.norm.weight'],
  ['attention.output.LayerNorm.bias', 'attention.norm.bias'],
  ['intermediate.dense.weight', 'inner.weight', 'turned'],
  ['intermediate.dense.bias', 'inner.bias'],
  ['output.dense.weight', 'outer.weight', 'turned'],
  ['output.dense.bias', 'outer.bias'],
  ['output.LayerNorm.weight', 'feedForward.norm.weight'],
  ['output.LayerNorm.bias', 'feedForward.norm.bias'],
]

/** The head that guesses hidden tokens: names of BERT's and ours. */
export const bertHeadNames: readonly (readonly [theirs: string, ours: string, turned?: 'turned'])[] = [
  ['cls.predictions.transform.dense.weight', 'head.weight', 'turned'],
  ['cls.predictions.transform.dense.bias', 'head.bias'],
  ['cls.predictions.transform.LayerNorm.weight', 'head.norm.weight'],
  ['cls.predictions.transform.LayerNorm.bias', 'head.norm.bias'],
  ['cls.predictions.bias', 'head.output.bias'],
]

/** [rows × columns] → [columns × rows] */
export function turnMatrix(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j] as number
  return result
}

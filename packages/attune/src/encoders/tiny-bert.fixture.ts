import { encodeSafetensors, openTokenizer, type SavedArray, trainTokenizer } from '@attune/learn'

/** The three files of a BERT with one layer of width 8, its numbers drawn by a sine. */
export function tinyBert(): Readonly<Record<'config.json' | 'tokenizer.json' | 'model.safetensors', Buffer>> {
  const tokenizer = trainTokenizer(['good tea', 'bad coffee', '好茶', '坏咖啡'], { size: 60 })
  const vocabulary = openTokenizer(tokenizer).size
  const arrays = new Map<string, SavedArray>()
  const put = (name: string, ...shape: number[]): void => {
    const length = shape.reduce((all, n) => all * n, 1)
    arrays.set(name, { shape, data: Float32Array.from({ length }, (_, i) => Math.sin(i + 7 * arrays.size) / 3) })
  }
  const pair = (name: string, to: number, from?: number): void => {
    put(`${name}.weight`, ...(from === undefined ? [to] : [to, from]))
    put(`${name}.bias`, to)
  }
  put('embeddings.word_embeddings.weight', vocabulary, 8)
  put('embeddings.position_embeddings.weight', 16, 8)
  put('embeddings.token_type_embeddings.weight', 2, 8)
  pair('embeddings.LayerNorm', 8)
  const layer = 'encoder.layer.0'
  for (const part of ['query', 'key', 'value']) pair(`${layer}.attention.self.${part}`, 8, 8)
  pair(`${layer}.attention.output.dense`, 8, 8)
  pair(`${layer}.attention.output.LayerNorm`, 8)
  pair(`${layer}.intermediate.dense`, 16, 8)
  pair(`${layer}.output.dense`, 8, 16)
  pair(`${layer}.output.LayerNorm`, 8)
  const config = {
    model_type: 'bert',
    hidden_act: 'gelu',
    hidden_size: 8,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    intermediate_size: 16,
    vocab_size: vocabulary,
    max_position_embeddings: 16,
    type_vocab_size: 2,
  }
  return {
    'config.json': Buffer.from(JSON.stringify(config)),
    'tokenizer.json': Buffer.from(JSON.stringify(tokenizer)),
    'model.safetensors': Buffer.from(encodeSafetensors(arrays)),
  }
}

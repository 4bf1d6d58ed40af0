// transformers.js on the tasks of bench/learn-inference.ts: one JSON object a line in, one out.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const { AutoModel, env, Tensor } = await import(pathToFileURL(process.argv[2]).href)
env.allowRemoteModels = false
const held = new Map()

async function handle({ task, folder, name, dtype, tokens, count }) {
  if (task === 'load') {
    env.localModelPath = folder
    held.set(
      dtype,
      await AutoModel.from_pretrained(name, { dtype, device: 'cpu', session_options: { intraOpNumThreads: 2 } }),
    )
    return { version: env.version }
  }
  const shape = [tokens.length, tokens[0].length]
  const inputs = {
    input_ids: new Tensor('int64', BigInt64Array.from(tokens.flat(), BigInt), shape),
    attention_mask: new Tensor('int64', new BigInt64Array(shape[0] * shape[1]).fill(1n), shape),
  }
  const began = performance.now()
  let means
  for (let i = 0; i < count; i++) means = (await held.get(dtype)(inputs)).last_hidden_state.mean(1)
  return { seconds: (performance.now() - began) / 1000 / count, means: [...means.data] }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await handle(JSON.parse(line)))}\n`)

// Vectors of texts by transformers.js: `node reference/run-transformers-js.mjs PACKAGE FOLDER NAME < TEXTS`.
// PACKAGE: the file that @huggingface/transformers is imported from; FOLDER/NAME: what exportEncoder's folder is; TEXTS: JSON.
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const [file, folder, name] = process.argv.slice(2)
const { env, pipeline } = await import(pathToFileURL(file).href)
env.allowRemoteModels = false
env.localModelPath = folder
const run = await pipeline('feature-extraction', name, { dtype: 'fp32', device: 'cpu' })
const { dims, data } = await run(JSON.parse(await text(process.stdin)), { pooling: 'mean', normalize: false })
process.stdout.write(JSON.stringify({ shape: dims, data: [...data] }))

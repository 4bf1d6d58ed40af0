// Fills the data folder of bench/decide.ts and bench/serve-factors.ts, in a process of its own: the store can have one owner only. Prints the key.
import { type DecideModel, prepareDecideData } from './decide-data.ts'

const [dataDir = '', items = '0', persons = '0', history = '0', model] = process.argv.slice(2)
const size = { items: Number(items), persons: Number(persons), history: Number(history) }
const told = model === undefined ? undefined : (JSON.parse(model) as DecideModel)
console.log(await prepareDecideData(dataDir, size, (message) => console.error(message), told))

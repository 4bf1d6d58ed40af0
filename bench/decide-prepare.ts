// Fills the data folder of bench/decide.ts, in a process of its own: the store can have one owner only. Prints the key.
import { prepareDecideData } from './decide-data.ts'

const [dataDir = '', items = '0', persons = '0', history = '0'] = process.argv.slice(2)
const size = { items: Number(items), persons: Number(persons), history: Number(history) }
console.log(await prepareDecideData(dataDir, size, (message) => console.error(message)))

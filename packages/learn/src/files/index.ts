// The door `@attune/learn/safetensors`: for whoever reads and writes arrays and trains nothing. Loads no runtime.
export { LearnError } from '../learn-error.ts'
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsData,
  type SavedArray,
} from './safetensors.ts'

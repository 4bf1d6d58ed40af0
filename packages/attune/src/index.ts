export type { Attune } from './attune.ts'
export { type Config, type ConfigInput, defineConfig } from './config/schema.ts'
export { AttuneError } from './errors.ts'

export { cachedEncoder, type VectorCache } from './cached-encoder.ts'
export { contentHash } from './content-hash.ts'
export { type EmbedOptions, type Encoder, unitVectors } from './encoder.ts'
export { type EndpointEncoderOptions, endpointEncoder } from './endpoint-encoder.ts'

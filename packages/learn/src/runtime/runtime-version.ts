import { env } from 'onnxruntime-node'

/** Version of the ONNX Runtime that graphs run on. */
export const runtimeVersion: string = env.versions.node ?? env.versions.common

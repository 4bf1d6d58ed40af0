/** Version of the ONNX Runtime that graphs run on, which is loaded for it. */
export async function runtimeVersion(): Promise<string> {
  const { env } = await import('onnxruntime-node')
  return env.versions.node ?? env.versions.common
}

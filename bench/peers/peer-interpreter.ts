import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Python that has the peers: `ATTUNE_PEERS_PYTHON`, or the environment that setup.sh makes. The settings that force
 * OpenBLAS onto kernels of other processors are taken out of its environment.
 */
export function peerInterpreter(): { readonly path: string; readonly env: NodeJS.ProcessEnv } | undefined {
  const path = process.env.ATTUNE_PEERS_PYTHON ?? join(import.meta.dirname, '.venv', 'bin', 'python')
  if (!existsSync(path)) return undefined
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...env } = process.env
  return { path, env }
}

import type { VectorCache } from '@attune/language'
import type { StateStore } from '../store/state-store.ts'

/** Vectors of the texts of a workspace's items. Texts of people are never kept here. */
export interface VectorTable extends VectorCache {
  find(encoder: string, hash: string): Float32Array | undefined
  count(encoder: string): number
  /** Removes what is of another encoder or of texts that are no more. */
  keepOnly(encoder: string, hashes: ReadonlySet<string>): void
}

export function vectorTable({ raw, transaction }: StateStore, workspace: string): VectorTable {
  const select = raw.prepare('SELECT vector FROM item_vectors WHERE workspace = ? AND encoder = ? AND hash = ?')
  const insert = raw.prepare(
    'INSERT OR REPLACE INTO item_vectors (workspace, encoder, hash, vector) VALUES (?, ?, ?, ?)',
  )
  const find = (encoder: string, hash: string): Float32Array | undefined => {
    const row = select.get(workspace, encoder, hash) as { vector: Uint8Array } | undefined
    if (row === undefined) return undefined
    // A copy begins at an address that floats can be read from.
    return new Float32Array(row.vector.slice().buffer)
  }
  return {
    find,
    read: (encoder, hashes) => hashes.map((hash) => find(encoder, hash)),
    write(encoder, vectors) {
      transaction(() => {
        for (const [hash, { buffer, byteOffset, byteLength }] of vectors)
          insert.run(workspace, encoder, hash, new Uint8Array(buffer, byteOffset, byteLength))
      })
    },
    count: (encoder) =>
      (
        raw
          .prepare('SELECT count(*) AS n FROM item_vectors WHERE workspace = ? AND encoder = ?')
          .get(workspace, encoder) as { n: number }
      ).n,
    keepOnly(encoder, hashes) {
      transaction(() => {
        raw.prepare('DELETE FROM item_vectors WHERE workspace = ? AND encoder <> ?').run(workspace, encoder)
        const rows = raw
          .prepare('SELECT hash FROM item_vectors WHERE workspace = ? AND encoder = ?')
          .all(workspace, encoder) as { hash: string }[]
        const remove = raw.prepare('DELETE FROM item_vectors WHERE workspace = ? AND encoder = ? AND hash = ?')
        for (const { hash } of rows) if (!hashes.has(hash)) remove.run(workspace, encoder, hash)
      })
    },
  }
}

import { attuneError } from '../errors.ts'

export interface IndexedFile {
  readonly filename: string
  /** Absolute. */
  readonly url: string
  /** Hexadecimal; undefined where the index says none. */
  readonly sha256: string | undefined
  readonly yanked: boolean
}

/**
 * The files that a page of a package index lists, as JSON (PEP 691) or HTML (PEP 503).
 *
 * @param base address of the page
 * @throws AttuneError `package-index-failed` for a page that is neither
 */
export function indexedFiles(page: string, type: string, base: string): readonly IndexedFile[] {
  if (type.includes('json')) return fromJson(page, base)
  return [...page.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi)].flatMap(([, attributes = '', text = '']) => {
    const href = /\bhref\s*=\s*["']([^"']+)["']/i.exec(attributes)?.[1]?.replaceAll('&amp;', '&')
    if (href === undefined || !URL.canParse(href, base)) return []
    const url = new URL(href, base)
    const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase()
    url.hash = ''
    return [{ filename: text.trim(), url: url.href, sha256, yanked: /\bdata-yanked\b/i.test(attributes) }]
  })
}

function fromJson(page: string, base: string): readonly IndexedFile[] {
  let files: unknown
  try {
    files = (JSON.parse(page) as { files?: unknown } | null)?.files
  } catch {
    files = undefined
  }
  if (!Array.isArray(files))
    throw attuneError('package-index-failed', 'The package index answered with something that lists no files.')
  return files.flatMap((file: Readonly<Record<string, unknown>> | null) => {
    const { filename, url, hashes, yanked } = file ?? {}
    if (typeof filename !== 'string' || typeof url !== 'string' || !URL.canParse(url, base)) return []
    const sha256 = (hashes as { sha256?: unknown } | null | undefined)?.sha256
    return [
      {
        filename,
        url: new URL(url, base).href,
        sha256: typeof sha256 === 'string' ? sha256.toLowerCase() : undefined,
        yanked: yanked !== undefined && yanked !== false,
      },
    ]
  })
}

/** `name-version(-build)?-python-abi-platform.whl` (PEP 427), of characters that a terminal can be shown. */
const wheelName = /^([\w.]+)-([\w.+!]+)(?:-\d[\w.]*)?-([\w.]+)-([\w.]+)-([\w.]+)\.whl$/

export interface Wheel extends IndexedFile {
  readonly version: string
}

/**
 * The wheel that weights are taken from: of the version asked for, else of the newest that is no preview and was not taken back; one
 * for every platform before others, for weights are the same on all.
 *
 * @throws AttuneError `no-wheel`
 */
export function findWheel(name: string, files: readonly IndexedFile[], version?: string): Wheel {
  const wheels = files.flatMap((file): (Wheel & { readonly universal: boolean })[] => {
    const [, , its, , abi, platform] = wheelName.exec(file.filename) ?? []
    return its === undefined ? [] : [{ ...file, version: its, universal: abi === 'none' && platform === 'any' }]
  })
  const preview = /\d\.?(?:a|b|rc|dev|alpha|beta|pre)\d*(?:\+|$)/i
  const fitting = wheels.filter((wheel) =>
    version === undefined ? !wheel.yanked && !preview.test(wheel.version) : sameVersion(wheel.version, version),
  )
  const [best] = fitting.toSorted(
    (a, b) => compareVersions(b.version, a.version) || Number(b.universal) - Number(a.universal),
  )
  if (best) return best
  const versions = [...new Set(wheels.map((wheel) => wheel.version))].slice(-10)
  throw attuneError(
    'no-wheel',
    `The package index has no wheel of ${name}${version === undefined ? '' : ` ${version}`}${versions.length === 0 ? '' : `; it has ${versions.join(', ')}`}.`,
  )
}

const sameVersion = (a: string, b: string): boolean => compareVersions(a, b) === 0

/** By their numbers, a `postN` before the next number, then as texts. */
function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.replaceAll('_', '+').split(/[.+!-]/)) as [string[], string[]]
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [p = '0', q = '0'] = [x[i], y[i]]
    if (p === q) continue
    const [m, n] = [placeOf(p), placeOf(q)]
    if (Number.isFinite(m) && Number.isFinite(n) && m !== n) return m - n
    if (!(Number.isFinite(m) && Number.isFinite(n))) return p < q ? -1 : 1
  }
  return 0
}

/** 1.0 < 1.0.post1 < 1.0.post10 < 1.0.1 */
function placeOf(part: string): number {
  const post = /^post(\d{1,6})$/i.exec(part)?.[1]
  return post === undefined ? Number(part) : (Number(post) + 1) / 1e7
}

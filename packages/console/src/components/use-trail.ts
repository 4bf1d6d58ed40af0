import { useState } from 'react'

/** The cursors of the pages gone through, for one list; a new search starts at its first page. */
export function useTrail(list: string): readonly [readonly string[], (trail: readonly string[]) => void] {
  const [state, setState] = useState({ list, trail: [] as readonly string[] })
  return [state.list === list ? state.trail : [], (trail) => setState({ list, trail })]
}

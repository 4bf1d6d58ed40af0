import { createContext, use, useEffect } from 'react'

/** Lets a page name the one thing it shows (a person, an item) in the top bar. */
export const DetailContext = createContext<(detail: string | undefined) => void>(() => {})

export function useDetail(detail: string | undefined): void {
  const setDetail = use(DetailContext)
  useEffect(() => {
    setDetail(detail)
    return () => setDetail(undefined)
  }, [detail, setDetail])
}

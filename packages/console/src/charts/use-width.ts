import { type RefObject, useLayoutEffect, useState } from 'react'

/** The width of an element in whole px, kept up with. Before it is known (and on paper): `first`. */
export function useWidth(element: RefObject<HTMLElement | null>, first: number): number {
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const measure = () => {
      const now = Math.round(target.clientWidth)
      if (now > 0) setWidth(now)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    measure()
    return () => observer.disconnect()
  }, [element])
  return width
}

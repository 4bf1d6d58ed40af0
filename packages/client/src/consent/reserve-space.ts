/**
 * Keeps room at the foot of the page as high as `box`, so that nothing lies below it out of reach, neither for the eye nor
 * for the focus. Returns how to give the room back.
 */
export function reserveSpace(box: HTMLElement): () => void {
  const { style } = document.documentElement
  const before = [style.paddingBottom, style.scrollPaddingBottom] as const
  const watch = new ResizeObserver(() => {
    style.paddingBottom = style.scrollPaddingBottom = `${box.offsetHeight}px`
  })
  watch.observe(box)
  return () => {
    watch.disconnect()
    ;[style.paddingBottom, style.scrollPaddingBottom] = before
  }
}

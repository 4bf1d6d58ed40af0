import { useEffect, useState } from 'react'
import { commonTexts } from '../texts/common-texts.ts'
import { useLocale } from '../texts/locale.tsx'

export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useLocale()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])
  return (
    <button
      type="button"
      className="btn small"
      onClick={async () => {
        try {
          await navigator.clipboard.writeText(text)
          setDone(true)
        } catch {
          // Without permission the text can still be selected by hand.
        }
      }}
    >
      {t(done ? commonTexts.copied : commonTexts.copy)}
    </button>
  )
}

import { Icon } from '../../components/icon.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { privacyTexts as x } from '../../texts/privacy-texts.ts'
import type { Text } from '../../texts/text.ts'

/** Says whom a part of the page is for, instead of failing. */
export function NoRight({ why }: { readonly why: Text }) {
  const { t } = useLocale()
  return (
    <div className="banner">
      <Icon name="info" />
      <div className="grow">
        <b>{t(x.noRight)}</b> {t(why)}
      </div>
    </div>
  )
}

import type { PeoplePage } from 'attune/api-types'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { paths } from '../api/paths.ts'
import { useSession } from '../api/session.tsx'
import { useResource } from '../api/use-resource.ts'
import { Icon } from '../components/icon.tsx'
import { personName } from '../pages/people/person-name.ts'
import { href } from '../router/route.ts'
import { go } from '../router/use-route.ts'
import { useLocale } from '../texts/locale.tsx'
import { paletteTexts, shellTexts } from '../texts/shell-texts.ts'
import { browserStorage } from './browser-storage.ts'
import { allGroups, pagesFor } from './pages.ts'
import { type PaletteGroup, type PaletteOption, searchOptions } from './palette-search.ts'
import { toggleTheme } from './theme.ts'

const follow = (address: string) => (newTab: boolean) => {
  // Our own page: with an opener, so that the new tab inherits the key of this one.
  if (newTab) open(address, '_blank')
  else go(address)
}

/** Every page, action and person from the keyboard. Mounted while open. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t, language, setLanguage } = useLocale()
  const { can, person, signOut } = useSession()
  const dialog = useRef<HTMLDialogElement>(null)
  const results = useRef<HTMLDivElement>(null)
  const id = useId()
  const [query, setQuery] = useState('')
  const [asked, setAsked] = useState('')
  const [at, setAt] = useState(0)
  const people = useResource<PeoplePage>(asked ? paths.people({ search: asked, limit: 6 }) : undefined)

  useEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    return () => opened?.close()
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query.trim()), 120)
    return () => clearTimeout(timer)
  }, [query])

  const page = (address: string, text: readonly [string, string], pinyin: string, detail = ''): PaletteOption => ({
    key: address,
    text: t(text),
    detail,
    words: `${text.join(' ')} ${pinyin}`,
    run: follow(address),
  })
  const action = (text: readonly [string, string], pinyin: string, run: () => void): PaletteOption => ({
    key: text[0],
    text: t(text),
    words: `${text.join(' ')} ${pinyin}`,
    run,
  })
  const groups: readonly PaletteGroup[] = [
    {
      title: t(paletteTexts.goTo),
      options: [
        page('#/', shellTexts.overview, 'zl zonglan'),
        ...allGroups.flatMap((group) =>
          pagesFor(group, can).map((entry) => page(href([entry.id]), entry.title, entry.pinyin, t(group.title))),
        ),
        ...(can('keys.manage') ? [page('#/keys', shellTexts.keys, 'my miyao', t(shellTexts.settings))] : []),
        ...(can('users.read') ? [page('#/members', shellTexts.members, 'cy chengyuan', t(shellTexts.settings))] : []),
        ...(can('system.read')
          ? [page('#/language-model', shellTexts.languageModel, 'yymx yuyan moxing', t(shellTexts.settings))]
          : []),
        ...(person ? [page('#/account', shellTexts.account, 'zh zhanghao', t(shellTexts.settings))] : []),
      ],
    },
    {
      title: t(paletteTexts.do),
      options: [
        ...(can('models.change')
          ? [page('#/models?do=train', paletteTexts.train, 'xlmx xunlian moxing', t(paletteTexts.asks))]
          : []),
        ...(can('keys.manage')
          ? [page('#/keys?do=create', paletteTexts.newKey, 'xjmy xinjian miyao', t(paletteTexts.asks))]
          : []),
        ...(can('privacy.act')
          ? [page('#/privacy/requests?do=write', paletteTexts.newRequest, 'djqq dengji qingqiu', t(paletteTexts.asks))]
          : []),
        action(shellTexts.theme, 'qhma mingan', () => toggleTheme(browserStorage('local'))),
        action(paletteTexts.language, 'qhyy yuyan', () => setLanguage(language === 'zh' ? 'en' : 'zh')),
        action(shellTexts.signOut, 'tcdl tuichu', signOut),
      ],
    },
  ]
  const found: readonly PaletteGroup[] = [
    ...searchOptions(groups, query),
    ...(query.trim() !== '' && people.value && people.value.people.length > 0
      ? [
          {
            title: t(paletteTexts.people),
            options: people.value.people.map((person) => ({
              key: person.personId,
              text: personName(person, t),
              detail: person.personId,
              words: '',
              run: follow(href(['people', person.personId])),
            })),
          },
        ]
      : []),
  ]
  const flat = found.flatMap((group) => group.options)
  const chosen = Math.min(at, flat.length - 1)
  const optionId = (option: PaletteOption) => `${id}-${flat.indexOf(option)}`

  const move = (to: number) => {
    setAt(to)
    results.current?.querySelector(`[id="${CSS.escape(`${id}-${to}`)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const run = (option: PaletteOption | undefined, newTab: boolean) => {
    if (!option) return
    onClose()
    option.run(newTab)
  }
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || flat.length === 0) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move((chosen + (event.key === 'ArrowDown' ? 1 : flat.length - 1)) % flat.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(flat[chosen], event.ctrlKey || event.metaKey)
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes too; the click is on the veil
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t(paletteTexts.label)}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="q">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={flat.length > 0 ? `${id}-${chosen}` : undefined}
          aria-label={t(paletteTexts.placeholder)}
          placeholder={t(paletteTexts.placeholder)}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={key}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="res" ref={results} id={`${id}-list`} role="listbox" aria-label={t(paletteTexts.label)}>
        {found.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="gh" aria-hidden="true">
              {group.title}
            </div>
            {group.options.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox
              <div
                key={option.key}
                id={optionId(option)}
                className="opt"
                role="option"
                tabIndex={-1}
                aria-selected={flat[chosen] === option}
                onClick={(event) => run(option, event.ctrlKey || event.metaKey)}
              >
                {option.text}
                {option.detail ? <span className="d">{option.detail}</span> : null}
              </div>
            ))}
          </div>
        ))}
        {flat.length === 0 ? <p className="none">{t(paletteTexts.none)}</p> : null}
      </div>
      <div className="foot">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          {t(paletteTexts.choose)}
        </span>
        <span>
          <kbd>↵</kbd>
          {t(paletteTexts.open)}
        </span>
        <span>
          <kbd>Ctrl</kbd>
          <kbd>↵</kbd>
          {t(paletteTexts.newTab)}
        </span>
      </div>
    </dialog>
  )
}

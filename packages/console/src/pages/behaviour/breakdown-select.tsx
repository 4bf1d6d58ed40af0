import type { Breakdown } from 'attune/api-types'
import { paths } from '../../api/paths.ts'
import { useResource } from '../../api/use-resource.ts'
import { Select } from '../../components/select.tsx'
import { behaviourTexts as x } from '../../texts/behaviour-texts.ts'
import { useLocale } from '../../texts/locale.tsx'

interface Vocabulary {
  readonly traits: readonly string[]
  readonly segments: readonly string[]
}

/** `device`, `channel`, `trait:city`, `segments:vip`; undefined where it says nothing that can be asked. */
export function breakdownOf(value: string | undefined): Breakdown | undefined {
  if (value === 'device' || value === 'channel') return { part: value }
  const [kind, name = ''] = (value ?? '').split(/:(.*)/s)
  if (name === '') return undefined
  if (kind === 'trait') return { trait: name }
  return kind === 'segments' ? { segments: [name] } : undefined
}

/** What groups are told apart by: what people came with, what they gave, or segments. */
export function BreakdownSelect({
  value,
  onValue,
}: {
  readonly value: string
  readonly onValue: (value: string) => void
}) {
  const { t } = useLocale()
  const known = useResource<Vocabulary>(paths.segmentVocabulary)
  const options = [
    { value: '', text: t(x.nothing) },
    { value: 'device', text: t(x.device) },
    { value: 'channel', text: t(x.channel) },
    ...(known.value?.traits ?? []).map((name) => ({ value: `trait:${name}`, text: t(x.byTrait(name)) })),
    ...(known.value?.segments ?? []).map((id) => ({ value: `segments:${id}`, text: t(x.bySegment(id)) })),
  ]
  return <Select label={t(x.byWhat)} value={value} options={options} onValue={onValue} />
}

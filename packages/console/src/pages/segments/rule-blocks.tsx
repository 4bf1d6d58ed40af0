import type { Rule, SegmentVocabulary } from 'attune/api-types'
import { Segmented } from '../../components/segmented.tsx'
import { useLocale } from '../../texts/locale.tsx'
import { segmentTexts as x } from '../../texts/segment-texts.ts'
import { type Blocks, newDoing } from './blocks.ts'
import { RuleBlock } from './rule-block.tsx'

export interface RuleBlocksProps {
  readonly blocks: Blocks
  readonly vocabulary: SegmentVocabulary | undefined
  readonly onBlocks: (blocks: Blocks) => void
}

/** The conditions of a rule, one under the other. */
export function RuleBlocks({ blocks: { join, blocks }, vocabulary, onBlocks }: RuleBlocksProps) {
  const { t } = useLocale()
  const add = (rule: Rule): void => onBlocks({ join, blocks: [...blocks, { not: false, rule }] })
  const [trait] = vocabulary?.traits ?? []
  const [segment] = vocabulary?.segments ?? []
  return (
    <>
      {blocks.length > 1 ? (
        <Segmented
          label={t(x.join)}
          value={join}
          options={[
            { value: 'all', text: t(x.all) },
            { value: 'any', text: t(x.any) },
          ]}
          onChange={(value) => onBlocks({ join: value, blocks })}
        />
      ) : null}
      {blocks.map((block, at) => (
        <RuleBlock
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and none moves
          key={at}
          number={at + 1}
          block={block}
          vocabulary={vocabulary}
          onBlock={(next) => onBlocks({ join, blocks: blocks.with(at, next) })}
          onRemove={() => onBlocks({ join, blocks: blocks.filter((_, other) => other !== at) })}
        />
      ))}
      <div className="row wrap mt3">
        <button type="button" className="btn small" onClick={() => add(newDoing)}>
          {t(x.addDoing)}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={trait === undefined}
          onClick={() => add({ type: 'trait', name: trait ?? '', is: { op: 'exists' } })}
        >
          {t(x.addTrait)}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={segment === undefined}
          onClick={() => add({ type: 'segment', id: segment ?? '' })}
        >
          {t(x.addSegment)}
        </button>
      </div>
    </>
  )
}

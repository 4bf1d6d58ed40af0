import { expect, test } from 'vitest'
import {
  accountTexts,
  memberTexts,
  passwordProblems,
  pseudonymTexts,
  roleTexts,
  signInProblems,
  signInTexts,
} from './access-texts.ts'
import { attributionMethodTexts, attributionTexts } from './attribution-texts.ts'
import {
  actorTexts,
  auditDidTexts,
  auditGroups,
  auditTexts,
  auditValueTexts,
  auditWordTexts,
  flagTexts,
  reviewTexts,
} from './audit-texts.ts'
import { behaviourTexts, funnelTexts, retentionTexts } from './behaviour-texts.ts'
import { clusterPartTexts, clusterTexts } from './cluster-texts.ts'
import { commonTexts } from './common-texts.ts'
import { comparisonTexts, protocolTexts } from './comparison-texts.ts'
import { eventTexts, mendDefault, mendTexts } from './event-texts.ts'
import { experimentFormTexts, experimentStatusTexts, experimentTexts } from './experiment-texts.ts'
import { fairnessTexts } from './fairness-texts.ts'
import { featureFlagTexts } from './feature-flag-texts.ts'
import { interestTexts } from './interest-texts.ts'
import { itemTexts, lackTexts } from './item-texts.ts'
import { labelTexts } from './label-texts.ts'
import { languageModelTexts, outcomeTexts } from './language-model-texts.ts'
import { metricEditorTexts } from './metric-texts.ts'
import { modelTexts, stageTexts } from './model-texts.ts'
import { aspectTexts, opinionTexts } from './opinion-texts.ts'
import { firstRunTexts, metricTexts, overviewTexts, variationTexts } from './overview-texts.ts'
import { pathTexts } from './path-texts.ts'
import { kindTexts, peopleTexts } from './people-texts.ts'
import { keyTexts, lifeTexts, overlapTexts, placementTexts, scopeTexts } from './placement-texts.ts'
import { channelTexts, deviceTexts, portraitTexts, reckonedTexts } from './portrait-texts.ts'
import {
  consentTexts,
  heldTexts,
  holdingTexts,
  privacyTexts,
  purposeNameTexts,
  regimeTexts,
  requestHelpTexts,
  requestKindTexts,
  requestTexts,
} from './privacy-texts.ts'
import { promptTexts } from './prompt-texts.ts'
import { qualityTexts } from './quality-texts.ts'
import { reportProblems, reportTexts } from './report-texts.ts'
import { rerankTexts, ruleActionTexts, similarityTexts, stageKindTexts, stageWordTexts } from './rerank-texts.ts'
import { baselineTexts, countTexts, runKindTexts, runStateTexts, runTexts, scoreTexts } from './run-texts.ts'
import { satisfactionTexts } from './satisfaction-texts.ts'
import { paletteTexts, shellTexts } from './shell-texts.ts'
import { sourceTexts } from './source-texts.ts'
import type { Text } from './text.ts'
import { upliftProblems, upliftTexts } from './uplift-texts.ts'
import { valueTexts } from './value-texts.ts'

/** Texts within a text's place, by names of their own. */
const prefixed = (place: string, texts: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${place}.${name}`, text]))

const tables = {
  commonTexts,
  comparisonTexts,
  protocolTexts,
  eventTexts,
  mendTexts,
  experimentTexts: (({ novelty, ...texts }) => ({ ...texts, ...novelty }))(experimentTexts),
  experimentFormTexts,
  behaviourTexts,
  funnelTexts,
  retentionTexts: (({ headline, mapSub, ...texts }) => ({
    ...texts,
    ...prefixed('headline', headline),
    ...prefixed('mapSub', mapSub),
  }))(retentionTexts),
  reportTexts: (({ which, nothingOfKind, written, ...texts }) => ({
    ...texts,
    ...prefixed('which', which),
    ...prefixed('nothingOfKind', nothingOfKind),
    ...prefixed('written', written),
  }))(reportTexts),
  reportProblems,
  pathTexts: (({ headline, headlineEnd, follows, nextStep, ...texts }) => ({
    ...texts,
    ...prefixed('headline', headline),
    ...prefixed('headlineEnd', headlineEnd),
    ...prefixed('follows', follows),
    ...prefixed('nextStep', nextStep),
  }))(pathTexts),
  satisfactionTexts: (({ groups, ...texts }) => ({ ...texts, ...prefixed('groups', groups) }))(satisfactionTexts),
  fairnessTexts,
  interestTexts,
  clusterTexts,
  clusterPartTexts,
  qualityTexts,
  sourceTexts,
  reckonedTexts,
  featureFlagTexts,
  upliftTexts,
  upliftProblems,
  valueTexts,
  attributionTexts,
  attributionMethodTexts,
  experimentStatusTexts,
  itemTexts,
  lackTexts,
  modelTexts,
  stageTexts,
  firstRunTexts,
  metricTexts,
  metricEditorTexts: (({ measureWords, kinds, comparisons, measures, ...texts }) => ({
    ...texts,
    ...prefixed('measureWords', measureWords),
    ...prefixed('kinds', kinds),
    ...prefixed('comparisons', comparisons),
    ...prefixed('measures', measures),
  }))(metricEditorTexts),
  promptTexts,
  overviewTexts,
  variationTexts,
  kindTexts,
  peopleTexts,
  portraitTexts,
  deviceTexts,
  channelTexts,
  keyTexts,
  languageModelTexts,
  outcomeTexts,
  opinionTexts,
  labelTexts,
  aspectTexts,
  placementTexts,
  scopeTexts,
  rerankTexts,
  runTexts,
  runStateTexts,
  runKindTexts,
  scoreTexts,
  countTexts,
  baselineTexts,
  ruleActionTexts,
  similarityTexts,
  stageKindTexts,
  stageWordTexts,
  paletteTexts,
  shellTexts,
  signInTexts,
  signInProblems,
  passwordProblems,
  accountTexts,
  memberTexts,
  roleTexts,
  pseudonymTexts,
  overlapTexts,
  actorTexts,
  auditTexts,
  auditValueTexts,
  auditWordTexts,
  flagTexts,
  reviewTexts,
  consentTexts,
  heldTexts,
  holdingTexts,
  privacyTexts,
  purposeNameTexts,
  regimeTexts,
  requestHelpTexts,
  requestKindTexts,
  requestTexts,
  auditGroups: Object.fromEntries(auditGroups),
  auditDidTexts: Object.fromEntries(
    Object.entries(auditDidTexts).map(([action, say]) => [action, say('A1', 'B2', {})]),
  ),
  lifeTexts: Object.fromEntries(lifeTexts),
  rest: { mendDefault },
}
const entries = Object.entries(tables).flatMap(([table, texts]) =>
  Object.entries(texts as Record<string, Text | ((...args: string[]) => Text)>).map(([name, text]): [string, Text] => [
    `${table}.${name}`,
    typeof text === 'function' ? text('A1', 'B2', 'C3') : text,
  ]),
)

test('every text is written in both languages', () => {
  for (const [name, [en, zh]] of entries) {
    expect(en.trim(), name).not.toBe('')
    expect(zh.trim(), name).not.toBe('')
  }
})

test('both languages say the same figures', () => {
  const figures = (text: string) => ['A1', 'B2', 'C3'].filter((mark) => text.toLowerCase().includes(mark.toLowerCase()))
  for (const [name, [en, zh]] of entries) expect(figures(zh), name).toEqual(figures(en))
})

test('plain words: no exclamation marks, no straight quotes around Chinese, no full-width Latin', () => {
  for (const [name, [en, zh]] of entries) {
    expect(`${en}${zh}`, name).not.toMatch(/[!！]/)
    expect(zh, name).not.toMatch(/[“”]/)
  }
})

import type { PromptUse, PromptView } from 'attune/api-types'
import { describe, expect, test } from 'vitest'
import { subjectOf, triable, usesToSave, versionOf } from './prompt-subject.ts'

const unused: PromptUse = { version: null, experiment: null, variations: {} }
const promptOf = (id: string, about: PromptView['about'], use: PromptUse = unused): PromptView => ({
  id,
  purpose: id,
  about,
  variables: {},
  use,
  trying: false,
  inForce: 2,
  versions: [2, 1001, 1002].map((version) => ({
    version,
    origin: version === 2 ? 'shipped' : 'own',
    title: '',
    createdAt: null,
    fits: true,
    texts: { en: { system: '', user: '' }, zh: { system: '', user: '' } },
  })),
})
const variations = ['old', 'new'].map((id, key) => ({ key, id, title: '', weight: '1' }))
const none = { versions: {} }

describe('a prompt as what is tried', () => {
  test('is one that is asked for a person', () => {
    expect(triable([promptOf('a', 'person'), promptOf('b', 'team')]).map(({ id }) => id)).toEqual(['a'])
  })
  test('is the one that names the experiment, until another is chosen', () => {
    const named = promptOf('a', 'person', { version: 1001, experiment: 'words', variations: { old: 2, new: 1002 } })
    const all = [named, promptOf('b', 'person')]
    expect(subjectOf(all, 'words', none)?.id).toBe('a')
    expect(subjectOf(all, undefined, none)).toBeUndefined()
    expect(subjectOf(all, 'words', { ...none, prompt: 'b' })?.id).toBe('b')
    expect(subjectOf(all, 'words', { ...none, prompt: '' })).toBeUndefined()
    expect(variations.map((one) => versionOf(named, one, none))).toEqual(['2', '1002'])
  })
  test('is told of a version for every variation: the shipped one where none is chosen', () => {
    const all = [promptOf('a', 'person', { ...unused, version: 1001 })]
    expect(usesToSave(all, 'words', variations, { prompt: 'a', versions: { 1: '1002' } })).toEqual([
      ['a', { version: 1001, experiment: 'words', variations: { old: 2, new: 1002 } }],
    ])
    expect(usesToSave(all, 'words', variations, none)).toEqual([])
  })
  test('is let go of where something else is chosen', () => {
    const all = [promptOf('a', 'person', { version: 1001, experiment: 'words', variations: { old: 2, new: 1002 } })]
    expect(usesToSave(all, 'words', variations, { prompt: '', versions: {} })).toEqual([
      ['a', { version: 1001, experiment: null, variations: {} }],
    ])
  })
})

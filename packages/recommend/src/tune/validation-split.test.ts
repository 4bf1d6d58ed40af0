import { expect, test } from 'vitest'
import { givenNegatives } from '../evaluate/given-negatives.ts'
import { kFoldByPerson } from '../evaluate/k-fold-by-person.ts'
import { leaveOneOut } from '../evaluate/leave-one-out.ts'
import type { Split } from '../evaluate/split.ts'
import { splitByTime } from '../evaluate/split-by-time.ts'
import { historyOf, type Interactions, interactionsFrom } from '../interactions.ts'
import { trainingPartOf } from './training-part.ts'
import { validationSplit } from './validation-split.ts'

const rows = [
  ['ann', 'a', 1],
  ['ann', 'b', 2],
  ['ann', 'c', 5],
  ['ann', 'd', 9],
  ['bob', 'b', 3],
  ['bob', 'c', 6],
  ['bob', 'a', 8],
  ['cy', 'd', 4],
  ['cy', 'a', 7],
] as const
const matrix = interactionsFrom({
  persons: rows.map(([person]) => person),
  items: rows.map(([, item]) => item),
  times: rows.map(([, , time]) => time),
})

const words = (items: Int32Array, of: Interactions = matrix): string =>
  Array.from(items, (item) => of.items.ids[item]).join('')
const read = ({ folds }: Split) =>
  folds.map(({ train, cases }) => ({
    train: train.persons.ids.map((_, person) => words(historyOf(train, person).items, train)),
    cases: cases.map(({ person, history, targets }) => [
      train.persons.ids[person],
      words(history.items, train),
      words(targets, train),
    ]),
  }))
const validate = (split: Split) => validationSplit(trainingPartOf(split)!)

test('leave one out: the last but one is to be found, whichever matrix the test is trained on', () => {
  // ann abc|d, bob bc|a, cy d|a: cy has nothing before d to be asked with and is trained on.
  const inside = [
    {
      train: ['ab', 'b', 'd'],
      cases: [
        ['ann', 'ab', 'c'],
        ['bob', 'b', 'c'],
      ],
    },
  ]
  expect(read(validate(leaveOneOut(matrix)))).toEqual(inside)
  // s[:-2] of cy, who has two, is empty.
  const [short] = read(validate(leaveOneOut(matrix, { matrix: 'before-previous' })))
  expect(short?.cases).toEqual(inside[0]?.cases)
  expect(short?.train.slice(0, 2)).toEqual(['ab', 'b'])
})

test('by time: a cut inside the training part', () => {
  const split = splitByTime(matrix, { cut: 7 })
  // Trained on times 1 … 6: a b b d c c; four fifths of six are times below 5.
  expect(read(validate(split))).toEqual([
    {
      train: ['ab', 'b', 'd'],
      cases: [
        ['ann', 'ab', 'c'],
        ['bob', 'b', 'c'],
      ],
    },
  ])
})

test('by time without times, as where a set brings its test along: leave one out', () => {
  const train = interactionsFrom({ persons: ['x', 'x', 'y'], items: ['a', 'b', 'a'] })
  const history = { items: Int32Array.of(0), weights: Float32Array.of(1), times: Float64Array.of(0) }
  const given: Split = {
    protocol: 'time',
    folds: [{ train, cases: [{ person: 0, history, targets: Int32Array.of(1) }] }],
  }
  expect(read(validate(given))).toEqual([{ train: ['a', 'a'], cases: [['x', 'a', 'b']] }])
})

test('k folds: persons of the first fold are nowhere in it', () => {
  const many = interactionsFrom({
    persons: Array.from({ length: 60 }, (_, at) => `p${Math.floor(at / 3)}`),
    items: Array.from({ length: 60 }, (_, at) => `i${at % 7}`),
  })
  const split = kFoldByPerson(many, { k: 4 })
  const tested = new Set(split.folds[0]!.cases.map(({ person }) => person))
  const { folds } = validate(split)
  expect(folds).toHaveLength(1)
  expect(folds[0]!.cases.length).toBe(3)
  for (const { person } of folds[0]!.cases) {
    expect(tested.has(person)).toBe(false)
    expect(historyOf(folds[0]!.train, person).items).toHaveLength(0)
  }
  for (const person of tested) expect(historyOf(folds[0]!.train, person).items).toHaveLength(0)
})

test('NCF: the last of the training history among as many sampled items, none of which the person took', () => {
  const items = Array.from({ length: 30 }, (_, at) => `i${at}`)
  const train = interactionsFrom({
    persons: [...items.map(() => 'everything'), 'x', 'x', 'x'],
    items: [...items, 'i1', 'i2', 'i3'],
  })
  const x = train.persons.indexOf.get('x')!
  const [target, ...rest] = ['i9', 'i4', 'i5', 'i6', 'i7'].map((id) => train.items.indexOf.get(id)!)
  const split = givenNegatives(train, [{ person: x, target: target!, negatives: Int32Array.from(rest) }])
  const cases = validate(split).folds[0]!.cases
  const one = cases.find(({ person }) => person === x)!
  expect(words(one.history.items, train)).toBe('i1i2')
  expect(words(one.targets, train)).toBe('i3')
  expect(new Set(one.candidates).size).toBe(4)
  for (const item of one.candidates!) expect(['i1', 'i2', 'i3']).not.toContain(train.items.ids[item])
  // Who took everything leaves nothing to be sampled.
  expect(cases.find(({ person }) => person !== x)!.candidates).toHaveLength(0)
})

import { expect, test } from 'vitest'
import { comparisonOf, modelOf } from './comparison.fixture.ts'
import { comparisonSvg } from './comparison-svg.ts'
import { comparisonSentence } from './comparison-texts.ts'

const popularity = modelOf('popularity', 'ndcg@10', [0.04, 0.03, 0.05])
const better = modelOf('ease', 'ndcg@10', [0.06, 0.05, 0.07], [0.02, 0.01, 0.03])
const worse = modelOf('svd', 'ndcg@10', [0.01, 0.005, 0.015], [-0.03, -0.035, -0.025])
const unclear = modelOf('itemKnn', 'ndcg@10', [0.045, 0.03, 0.06], [0.005, -0.01, 0.02])
const four = comparisonOf([popularity, worse, better, unclear])

/** Every element is closed, in order; throws where one is not. */
function elementsOf(svg: string): readonly string[] {
  const open: string[] = []
  const all: string[] = []
  for (const [, close, name = '', attributes = ''] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*\/?>/gi,
  )) {
    if (close) expect(open.pop()).toBe(name)
    else all.push(`${name}${attributes}`)
    if (!close && !svg.includes(`<${name}${attributes}/>`)) open.push(name)
  }
  expect(open).toEqual([])
  return all
}

test('a picture is a whole document with a title, a description and light and dark colours', () => {
  const svg = comparisonSvg(four, 'en')
  const elements = elementsOf(svg)
  expect(elements[0]).toMatch(/^svg .*role="img" aria-labelledby="t d"/)
  expect(svg).toContain('<title id="t">On shop.csv ease is best: NDCG@10 0.0600, 0.0200 above popularity')
  expect(svg).toMatch(
    /<desc id="d">ease 0\.0600 \(0\.0500–0\.0700\), \+0\.0200 \(\+0\.0100 to \+0\.0300\); itemKnn .*undecided;/,
  )
  expect(svg).toContain('@media (prefers-color-scheme:dark)')
  expect(svg).not.toMatch(/<script|href|url\(|NaN|undefined/)
})

test('models stand best first, and only what is reliable is filled', () => {
  const svg = comparisonSvg(four, 'en')
  const names = [...svg.matchAll(/<text class="n"[^>]*>([^<]+)</g)].map(([, name]) => name)
  expect(names).toEqual(['ease', 'itemKnn', 'popularity', 'svd'])
  const tones = [...svg.matchAll(/<g class="(\w+)">/g)].map(([, tone]) => tone)
  // Value and difference of each; the reference has a value only.
  expect(tones).toEqual(['good', 'good', 'none', 'none', 'none', 'bad', 'bad'])
})

test('intervals lie where their numbers say, on one scale', () => {
  const svg = comparisonSvg(four, 'en')
  const lines = [...svg.matchAll(/<line class="w95" x1="([\d.]+)" x2="([\d.]+)"/g)].map(([, from, to]) => [
    Number(from),
    Number(to),
  ])
  // Values are the 1st, 3rd, 5th and 6th: .05–.07, .03–.06, .03–.05, .005–.015.
  const [ease, item, popular, svd] = [0, 2, 4, 5].map((at) => lines[at]!) as [number[], number[], number[], number[]]
  const perUnit = (ease[1]! - ease[0]!) / 0.02
  expect((item[1]! - item[0]!) / 0.03).toBeCloseTo(perUnit, -1)
  expect(popular[0]!).toBeCloseTo(item[0]!, 0)
  expect((ease[0]! - svd[1]!) / 0.035 / perUnit).toBeCloseTo(1, 1)
})

test('for errors lower is better', () => {
  const models = [
    modelOf('baseline', 'rmse', [0.94, 0.93, 0.95]),
    modelOf('svd', 'rmse', [0.93, 0.92, 0.94], [-0.01, -0.012, -0.008]),
  ]
  const errors = comparisonOf(models, { metric: 'rmse', better: 'lower', protocol: 'ratings' })
  expect(comparisonSentence(errors, 'en')).toBe(
    'On shop.csv svd is best: RMSE 0.9300, 0.0100 below baseline (95% interval 0.0080–0.0120)',
  )
  const svg = comparisonSvg(errors, 'zh')
  expect(svg).toContain('lang="zh-CN"')
  expect(svg).toContain('越低越好')
  expect([...svg.matchAll(/<g class="(\w+)">/g)].map(([, tone]) => tone)).toEqual(['good', 'good', 'none'])
})

test('a sentence claims no more than the interval allows', () => {
  expect(comparisonSentence(comparisonOf([popularity, unclear]), 'en')).toMatch(
    /not reliably above popularity.*−0\.0100 to \+0\.0200/,
  )
  expect(comparisonSentence(comparisonOf([popularity, unclear]), 'zh')).toMatch(/差异还不可靠.*−0\.0100～\+0\.0200/)
  expect(comparisonSentence(comparisonOf([popularity, worse]), 'en')).toBe(
    'On shop.csv no model beats popularity: NDCG@10 0.0400',
  )
  expect(comparisonSentence(comparisonOf([popularity]), 'zh')).toBe('shop.csv：popularity 的 NDCG@10 为 0.0400')
})

test('names that are markup stay text, and long ones are cut', () => {
  const odd = { ...popularity, name: '<b>&"x"</b>' }
  const long = { ...better, name: '很'.repeat(60) }
  const svg = comparisonSvg(comparisonOf([odd, long], { data: '</svg><script>' }), 'en')
  elementsOf(svg)
  expect(svg).not.toContain('<b>')
  expect(svg).not.toContain('<script>')
  expect(svg).toMatch(/<text class="n"[^>]*>很+…</)
})

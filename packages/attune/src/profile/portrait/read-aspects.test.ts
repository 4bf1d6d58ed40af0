import type { SentimentModels } from '@attune/language'
import { expect, test } from 'vitest'
import { readAspects } from './read-aspects.ts'

test('words and rules judge; where they find nothing, the model of that workspace does', async () => {
  const asked: string[] = []
  const model = { probabilities: (texts: readonly string[]) => texts.map(() => 0.02) }
  const read = readAspects((workspace) => {
    asked.push(workspace)
    return workspace === 'taught' ? ({ en: model } as unknown as SentimentModels) : {}
  })
  const text = 'The delivery took a month.'
  const [[plain] = []] = await read([text], 'default')
  const [[taught] = []] = await read([text], 'taught')
  expect(plain).toMatchObject({ aspect: 'delivery', sentiment: 0 })
  expect(taught?.sentiment).toBeLessThan(-0.9)
  const [judged = []] = await read(['物流很快，但是包装破了'], 'taught')
  expect(judged.map(({ aspect, sentiment }) => [aspect, Math.sign(sentiment)])).toEqual([
    ['delivery', 1],
    ['packaging', -1],
  ])
  expect(asked).toEqual(['default', 'taught', 'taught'])
})

import { checkParameters, recommenderKinds } from '@attune/recommend'
import { InvalidArgumentError } from 'commander'
import { attuneError } from '../errors.ts'

/** Parameters by kind. */
export type KindParameters = Readonly<Record<string, Readonly<Record<string, number | string | boolean>>>>

/**
 * Takes `--params` given once or more: `ials:{"factors":192}`, or `recencyItemKnn.decay=0.7,popularity.halfLifeDays=0`.
 *
 * @throws InvalidArgumentError for anything else
 */
export function parseParams(text: string, before: KindParameters): KindParameters {
  const result: Record<string, KindParameters[string]> = { ...before }
  const add = (kind: string, parameters: KindParameters[string]): void => {
    result[kind] = { ...result[kind], ...parameters }
  }
  const json = /^\s*(\w+)\s*:\s*(\{.*\})\s*$/s.exec(text)
  if (json) {
    const [, kind = '', body = ''] = json
    add(kind, parametersFrom(body))
    return result
  }
  for (const part of text.split(',')) {
    const [, kind = '', name = '', value = ''] = /^\s*(\w+)\.(\w+)=(.+)$/.exec(part) ?? []
    if (kind === '') {
      throw new InvalidArgumentError(
        `write 'kind:{"name":value}' or kind.name=value, for example 'ease:{"lambda":200}'`,
      )
    }
    const number = Number(value)
    add(kind, { [name]: Number.isFinite(number) ? number : value.trim() })
  }
  return result
}

function parametersFrom(body: string): KindParameters[string] {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new InvalidArgumentError(`what follows the colon is no JSON object, such as {"lambda":200}`)
  }
  const wrong = Object.entries(value as object).find(([, one]) => !['number', 'string', 'boolean'].includes(typeof one))
  if (wrong) throw new InvalidArgumentError(`${wrong[0]} must be a number, a text, true or false`)
  return value as KindParameters[string]
}

/**
 * Refuses models that there are not, parameters they do not take, and parameters of models that were not asked for.
 *
 * @throws AttuneError `unknown-kind`, `bad-parameter`; RecommendError `bad-parameter`
 */
export function checkModels(models: readonly string[], params: KindParameters): void {
  const unknown = [...models, ...Object.keys(params)].find((model) => !Object.hasOwn(recommenderKinds, model))
  if (unknown !== undefined) {
    const known = Object.keys(recommenderKinds).join(', ')
    throw attuneError('unknown-kind', `There is no model “${unknown}”; there are ${known}.`, {
      details: { field: 'models' },
    })
  }
  const twice = models.find((model, at) => models.indexOf(model) !== at)
  if (twice !== undefined) {
    throw attuneError('bad-parameter', `${twice} is named twice in --models.`, { details: { field: 'models' } })
  }
  const unused = Object.keys(params).find((model) => !models.includes(model))
  if (unused !== undefined) {
    throw attuneError('bad-parameter', `--params names ${unused}, which is not among --models.`, {
      details: { field: 'params' },
    })
  }
  for (const [kind, parameters] of Object.entries(params)) checkParameters(kind, parameters)
}

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attuneError } from '../errors.ts'
import { encoderFiles, mostJsonBytes, mostWeightBytes } from './encoder-files.ts'
import type { EncoderSource } from './encoder-source.ts'
import { licenseOfCard } from './license-of.ts'
import type { Pulled, Pulling } from './pull-encoder.ts'

const standardHub = 'https://huggingface.co'
const minutes = 30

/**
 * An encoder of a model hub: `HF_ENDPOINT`, or huggingface.co. Only the files that are needed are asked for; `HF_TOKEN` goes
 * along to the hub itself and is kept out of logs and errors.
 *
 * @throws AttuneError `model-hub-failed`, those of the way out
 */
export async function fromHub(
  { model, revision }: Extract<EncoderSource, { kind: 'hub' }>,
  { folder, outgoing, env, onProgress }: Pulling,
): Promise<Pulled> {
  const chosen = Boolean(env.HF_ENDPOINT)
  if (chosen && !/^https?:\/\/./i.test(env.HF_ENDPOINT as string))
    throw attuneError('model-hub-failed', 'HF_ENDPOINT is no address: write it as https://host.')
  const hub = (chosen ? (env.HF_ENDPOINT as string) : standardHub).replace(/\/+$/, '')
  const out = chosen ? outgoing.allowing(hub) : outgoing
  const token = env.HF_TOKEN?.trim()
  const get = (file: string): Promise<Response> => {
    const isJson = !file.endsWith('.safetensors')
    return out.fetch(`${hub}/${model}/resolve/${revision.split('/').map(encodeURIComponent).join('%2F')}/${file}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      redirects: 5,
      maxBytes: isJson ? mostJsonBytes : mostWeightBytes,
      timeoutMs: minutes * 60_000,
    })
  }
  for (const file of encoderFiles) {
    onProgress(`Fetching ${file}`)
    const response = await get(file)
    if (!response.ok) throw failed(response.status, `${model} (${revision})`, file, Boolean(token))
    writeFileSync(join(folder, file), Buffer.from(await response.arrayBuffer()), { mode: 0o600 })
  }
  const card = await get('README.md')
  return {
    from: `hf:${model}@${revision}`,
    url: `${hub}/${model}`,
    license: card.ok ? licenseOfCard(await card.text()) : null,
  }
}

function failed(status: number, model: string, file: string, signedIn: boolean) {
  const why =
    status === 404
      ? `has no ${file} of ${model}`
      : status === 401 || status === 403
        ? `does not give ${model} away${signedIn ? ' for this HF_TOKEN' : ': it may want a token in HF_TOKEN'}`
        : `answered ${status} for ${file} of ${model}`
  return attuneError('model-hub-failed', `The model hub ${why}.`, { status: 502 })
}

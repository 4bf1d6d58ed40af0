import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure } from './figure.ts'
import { inTurns } from './in-turns.ts'
import type { LoraRequest, LoraTask } from './learn-lora-step.ts'
import { openPeer, type Peer } from './peers/open-peer.ts'

const task: Omit<LoraTask, 'path'> = {
  shape: { layers: 12, width: 768, heads: 12, vocabulary: 30_522, positions: 512 },
  batch: 8,
  length: 128,
  rank: 8,
}
const what = 'BERT-base, 8 texts of 128 tokens, LoRA of rank 8 on query and value'

interface Steps {
  readonly seconds: number
  readonly losses: readonly number[]
  readonly peakBytes: number
}

function openOwn(): { ask: (request: LoraRequest) => Promise<Steps>; close: () => void } {
  const child = fork(join(import.meta.dirname, 'learn-lora-step.ts'), [], { execArgv: process.execArgv })
  let isClosed = false
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`The training ended with ${code}.`)
  })
  ended.catch((error: unknown) => {
    if (!isClosed) console.error(error)
  })
  return {
    async ask(request) {
      const answer = once(child, 'message') as Promise<[Steps]>
      child.send(request)
      return (await Promise.race([answer, ended]))[0]
    },
    close() {
      isClosed = true
      child.kill()
    },
  }
}

/** The fastest of peft's ways, with what it took; each is tried in a process of its own for its memory. */
async function openFastest(path: string): Promise<{ peer: Peer; way: string; losses: readonly number[] } | undefined> {
  const { shape, ...rest } = task
  let best: { peer: Peer; way: string; losses: readonly number[]; seconds: number } | undefined
  for (const way of ['eager foreach', 'sdpa foreach', 'sdpa fused']) {
    const peer = openPeer('lora_peft.py')
    if (!peer) return undefined
    const [attention, optimiser] = way.split(' ')
    await peer.ask({ task: 'low_rank_adaptation', path, ...shape, ...rest, attention, optimiser })
    const { losses } = (await peer.ask({ task: 'steps', count: 3 })) as unknown as Steps
    const { seconds } = (await peer.ask({ task: 'steps', count: 2 })) as unknown as Steps
    if (best && best.seconds <= seconds) await peer.close()
    else {
      await best?.peer.close()
      best = { peer, way, losses, seconds }
    }
  }
  return best
}

export const learnLoraBench: Bench = {
  name: 'learn-lora',
  title: 'Low-rank adaptation beside peft',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'attune-lora-'))
    const own = openOwn()
    try {
      const path = join(folder, 'start.safetensors')
      await own.ask({ open: { ...task, path } })
      const { losses } = await own.ask({ steps: 3 })
      const best = await openFastest(path)
      if (!best) console.error('  No Python with peft (bench/peers/setup.sh learn, ATTUNE_PEERS_PYTHON): left out.')
      const last: Record<string, Steps> = {}
      const noting = async (name: string, steps: Promise<unknown>): Promise<number> => {
        const noted = (await steps) as Steps
        last[name] = noted
        return noted.seconds
      }
      const turns = await inTurns(
        {
          ours: () => noting('ours', own.ask({ steps: 1 })),
          ...(best && { peft: () => noting('peft', best.peer.ask({ task: 'steps', count: 1 })) }),
        },
        { rounds: 9 },
      )
      await best?.peer.close()
      const figures: Figure[] = []
      const names: Record<string, string> = { ours: 'ours', peft: `peft, ${best?.way}` }
      for (const [name, { median, least }] of turns)
        figures.push(
          {
            measure: `${what}: ${names[name]} (least ${Math.round(1000 * least)} ms)`,
            value: Math.round(1000 * median),
            unit: 'ms',
          },
          {
            measure: `${what}: memory at most, ${names[name]}`,
            value: Number(((last[name]?.peakBytes ?? 0) / 1e9).toFixed(2)),
            unit: 'GB',
            ...(name === 'ours' ? { asked: '≤ 1.9', met: (last.ours?.peakBytes ?? 0) <= 1.9e9 } : {}),
          },
        )
      const [ours, peft] = [turns.get('ours'), turns.get('peft')]
      if (!ours || !peft || !best) return figures
      const ratio = ours.median / peft.median
      const apart = Math.max(...losses.map((loss, i) => Math.abs(loss - (best.losses[i] as number)) / loss))
      return [
        ...figures,
        {
          measure: `${what}: ours / peft`,
          value: Number(ratio.toFixed(3)),
          unit: '×',
          asked: '≤ 1',
          met: ratio <= 1,
        },
        {
          measure: `${what}: difference of the first three losses`,
          value: Number(apart.toPrecision(2)),
          unit: '',
          asked: '≤ 1e-4',
          met: apart <= 1e-4,
        },
      ]
    } finally {
      own.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

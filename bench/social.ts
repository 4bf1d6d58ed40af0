import {
  defaultFriendMethod,
  evaluateLinks,
  type FriendMethod,
  findCommunities,
  type LinkFigures,
  linkTest,
  normalisedMutualInformation,
  randomOf,
  type SocialGraph,
} from '@attune/recommend'
import type { Bench, Figure } from './figure.ts'
import { emailCore, facebookFriends, lastfmFriends } from './social-data.ts'

/**
 * Draws that no choice was made on. The form of `defaultFriendMethod` was found on draws 1 and 2, its settings on draws
 * 101–103 (damping 1 … 1.3, longer .1 … 1, both graphs).
 */
const linkSeeds = [201, 202, 203, 204, 205]
/**
 * Likewise fresh: that self loops are kept and that the best of 8 runs counts was decided on seeds 1–40 with a look at the
 * departments, so the agreement is that of a choice among a few, not of a blind one. The variants stand beside it.
 */
const communitySeeds = [101, 102, 103, 104, 105, 106, 107, 108, 109, 110]

const methods: readonly (readonly [string, FriendMethod])[] = [
  ['Adamic-Adar', { kind: 'adamicAdar' }],
  ['resource allocation', { kind: 'resourceAllocation' }],
  ['paths of 2 + .05 × paths of 3', { kind: 'shortPaths' }],
  ['default: damped paths', defaultFriendMethod],
  ['personalised PageRank', { kind: 'personalisedPageRank', tolerance: 1e-5 }],
]

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function atLeast(measure: string, value: number, floor: number | undefined): Figure {
  if (floor === undefined) return { measure, value, unit: '' }
  return { measure, value, unit: '', asked: `≥ ${floor}`, met: value >= floor }
}

/** Mean AUC over the draws of 10 % hidden edges; what is asked is asked of the default method. */
export function linkFigures(
  name: string,
  graph: SocialGraph,
  floors: Partial<LinkFigures>,
  seeds: readonly number[] = linkSeeds,
  asked: readonly (readonly [string, FriendMethod])[] = methods,
): Figure[] {
  const tests = seeds.map((seed) => linkTest(graph, { seed }))
  return asked.flatMap(([title, method]) => {
    const figures = tests.map((test) => evaluateLinks(test, method))
    const wanted = method === defaultFriendMethod ? floors : {}
    return [
      atLeast(`${name}, ${title}: AUC, uniform non-edges`, mean(figures.map((f) => f.uniform)), wanted.uniform),
      atLeast(
        `${name}, ${title}: AUC, non-edges two steps apart`,
        mean(figures.map((f) => f.twoSteps)),
        wanted.twoSteps,
      ),
    ]
  })
}

/** Mean NMI with the departments over the seeds, and mean modularity. */
export function communityFigures(
  selfLoops: 'keep' | 'drop',
  runs: number,
  resolution: number,
  floor?: number,
  seeds: readonly number[] = communitySeeds,
): Figure[] {
  const { graph, departments } = emailCore(selfLoops)
  const found = seeds.map((seed) => findCommunities(graph, { random: randomOf(seed), resolution, runs }))
  const agreement = found.map(({ of }) => normalisedMutualInformation(of, departments))
  const loops = selfLoops === 'keep' ? 'self loops kept' : 'self loops dropped'
  const name = `email-Eu-core, Louvain, resolution ${resolution}, ${loops}, best of ${runs}`
  return [
    atLeast(`${name}: NMI`, mean(agreement), floor),
    { measure: `${name}: modularity`, value: mean(found.map((each) => each.modularity)), unit: '' },
    { measure: `${name}: communities`, value: mean(found.map((each) => each.count)), unit: '' },
  ]
}

export async function run(): Promise<Figure[]> {
  console.error('ego-Facebook')
  const facebook = linkFigures('ego-Facebook', facebookFriends(), { uniform: 0.995, twoSteps: 0.974 })
  console.error('lastfm-2k')
  const lastfm = linkFigures('lastfm-2k friends', lastfmFriends(), { uniform: 0.915 })
  console.error('email-Eu-core')
  return [
    ...facebook,
    ...lastfm,
    ...communityFigures('keep', 8, 1, 0.56),
    ...communityFigures('keep', 8, 2, 0.7),
    ...communityFigures('keep', 1, 1),
    ...communityFigures('keep', 1, 2),
    ...communityFigures('drop', 8, 1),
    ...communityFigures('drop', 8, 2),
  ]
}

/** @throws Error naming the figures that miss what is asked, on one draw of friends and three seeds of communities */
export async function check(): Promise<void> {
  const own = methods.filter(([, method]) => method === defaultFriendMethod)
  const missed = [
    ...linkFigures('ego-Facebook', facebookFriends(), { twoSteps: 0.97 }, [1], own),
    ...linkFigures('lastfm-2k friends', lastfmFriends(), { uniform: 0.91 }, [1], own),
    ...communityFigures('keep', 8, 2, 0.69, [1, 2, 3]),
  ].filter(({ met }) => met === false)
  if (missed.length > 0)
    throw new Error(
      `Missed: ${missed.map(({ measure, value, asked }) => `${measure} ${value}, asked ${asked}`).join('; ')}`,
    )
}

export const bench: Bench = {
  name: 'social',
  title: 'People to people on public graphs',
  data: ['social-graphs', 'lastfm-2k'],
  run,
  check,
}

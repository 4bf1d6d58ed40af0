import { attuneError } from '../errors.ts'
import { BoundedMap } from './bounded-map.ts'

/** Crawlers, monitors, previews and driven browsers name themselves like this. `cubot` is a maker of telephones. */
const declared =
  /(?<!cu)bot(?![a-z])|(?<!cu)bots?\b|crawl|spider|slurp|scrap(?:er|y)|headless|phantomjs|puppeteer|playwright|selenium|webdriver|lighthouse|pagespeed|pingdom|uptime|statuscake|datadog|gtmetrix|facebookexternalhit|embedly|bingpreview|google-read-aloud|mediapartners|adsbot|apis-google|feedfetcher|yandex(?:bot|images)|baiduspider|sogou (?:web|pic)|bytespider|petalbot|semrush|ahrefs|mj12|dotbot|gptbot|claudebot|ccbot|perplexity|archive\.org|ia_archiver|whatsapp\//i

/** Programs that fetch pages. As the sender of a request they are somebody's server and welcome; as the browser of a person they are none. */
const fetchers =
  /^(?:curl|wget|python|aiohttp|httpx|java|go-http-client|node|axios|got|undici|libwww|lwp|perl|php|guzzle|ruby|faraday|postman|insomnia|apache-httpclient|reqwest|rest-client)\b/i

/**
 * Says whether a user agent is a robot's. `context.userAgent` is the browser of the person; the agent of the HTTP request is
 * asked only where that is missing, and only for agents that declare themselves.
 *
 * @param pattern case-insensitive regular expression that takes the place of the built-in lists
 * @throws AttuneError `invalid-config` when the pattern is no regular expression
 */
export function robotAgents(pattern?: string): (ofPerson: string | null, ofRequest: string | undefined) => boolean {
  const own = pattern === undefined ? undefined : compiled(pattern)
  const ofPersons = remembering((agent) => (own ? own.test(agent) : declared.test(agent) || fetchers.test(agent)))
  const ofRequests = remembering((agent) => (own ?? declared).test(agent))
  return (ofPerson, ofRequest) => {
    if (ofPerson !== null) return ofPersons(ofPerson)
    return ofRequest !== undefined && ofRequests(ofRequest)
  }
}

/** The same few agents come again and again. */
function remembering(judge: (agent: string) => boolean): (agent: string) => boolean {
  const known = new BoundedMap<string, boolean>(1024)
  return (text) => {
    const agent = text.slice(0, 512)
    const before = known.get(agent)
    if (before !== undefined) return before
    const robot = judge(agent)
    known.set(agent, robot)
    return robot
  }
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'i')
  } catch (cause) {
    throw attuneError('invalid-config', 'collect.robotUserAgent is no regular expression.', {
      details: { field: 'collect.robotUserAgent' },
      cause,
    })
  }
}

import { Hono } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import type { BundleCard } from '../../domain/views.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { xmlText } from './xml.ts'

interface Badge {
  label: string
  value: string
  /** Dark enough for white text. */
  colour: string
}

const grey = '#59636e'
const green = '#1a7f37'
const amber = '#8a5a00'
const red = '#b42318'
const blue = '#0b6a8f'

function scoreBadge({ score }: BundleCard): Badge {
  if (score === null) return { label: 'score', value: 'not yet assessed', colour: grey }
  return { label: 'score', value: `${Math.round(score)} / 100`, colour: score >= 80 ? green : score >= 50 ? amber : red }
}

const accessColours = { 'read-only': green, 'read-write': amber, unknown: grey }

const badges: Record<string, (card: BundleCard) => Badge> = {
  'score.svg': scoreBadge,
  'tasks.svg': ({ tasks }) => ({ label: tasks === 1 ? 'task' : 'tasks', value: String(tasks), colour: blue }),
  'access.svg': ({ access }) => ({ label: 'access', value: access, colour: accessColours[access] }),
}

const narrow = /[iljft1.,:;|!/ -]/
/** About the width of `text` at 11 px in the fonts below; `textLength` makes it exact in every browser. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (narrow.test(character) ? 4.2 : 6.9), 0)
}

function svg({ label, value, colour }: Badge): string {
  const [labelWidth, valueWidth] = [widthOf(label), widthOf(value)].map(Math.round) as [number, number]
  const [left, right] = [labelWidth + 12, valueWidth + 12]
  const name = xmlText(`${label}: ${value}`)
  const words = (text: string, x: number, width: number) => `<text x="${x}" y="14" textLength="${width}">${xmlText(text)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}"><title>${name}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="20" fill="#31373d"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${words(label, 6, labelWidth)}${words(value, left + 6, valueWidth)}</g></svg>`
}

/** SVG badges of a CodeBundle for READMEs: its score, its tasks, its access. */
export function badgeRoutes({ data, keep }: { data: Pick<PageData, 'bundle'>; keep: Keep }): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const path = '/badges/:collection/:bundle/:file'
  app.use(path, keep({ names: [] }))
  app.get(path, async (c) => {
    const { collection, bundle, file } = c.req.param()
    const badge = Object.hasOwn(badges, file) ? badges[file] : undefined
    if (badge === undefined) throw new PublicError('not_found', `The badges are ${Object.keys(badges).join(', ')}.`)
    const view = await data.bundle(collection, bundle)
    if (view === null) throw new PublicError('not_found', 'There is no such CodeBundle in this collection.')
    const headers = { 'content-type': 'image/svg+xml; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' }
    return new Response(svg(badge(view.card)), { headers })
  })
  return app
}

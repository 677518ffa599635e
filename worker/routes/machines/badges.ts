import { type Context, Hono } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import { gradeOf } from '../../domain/score-grade.ts'
import type { BundleView, CollectionView } from '../../domain/views.ts'
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

const scoreColours = { good: green, fair: amber, poor: red }
const notAssessed = 'not yet assessed'

function scoreBadge({ card: { score } }: BundleView): Badge {
  if (score === null) return { label: 'score', value: notAssessed, colour: grey }
  return { label: 'score', value: `${Math.round(score)} / 100`, colour: scoreColours[gradeOf(score)] }
}

/** The newest release that holds it, or the commit where there is none. */
function versionBadge({ versions, collection }: BundleView): Badge {
  const [newest] = versions
  const commit = newest?.commit ?? collection.commit
  return { label: 'version', value: newest?.release ?? commit?.slice(0, 7) ?? 'unknown', colour: blue }
}

const accessColours = { 'read-only': green, 'read-write': amber, unknown: grey }

const badges: Record<string, (view: BundleView) => Badge> = {
  'score.svg': scoreBadge,
  'tasks.svg': ({ card: { tasks } }) => ({ label: tasks === 1 ? 'task' : 'tasks', value: String(tasks), colour: blue }),
  'access.svg': ({ card: { access } }) => ({ label: 'access', value: access, colour: accessColours[access] }),
  'version.svg': versionBadge,
}

function bundlesBadge({ bundles }: CollectionView): Badge {
  return { label: bundles === 1 ? 'CodeBundle' : 'CodeBundles', value: String(bundles), colour: blue }
}

/** A badge stands in a line of text: more letters than these would break it. */
const shownLetters = 40

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()]
  return letters.length <= shownLetters ? letters.join('') : `${letters.slice(0, shownLetters - 1).join('')}…`
}

const narrow = /[iljft1.,:;|!/ -]/
/** About the width of `text` at 11 px in the fonts below; `textLength` makes it exact in every browser. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (narrow.test(character) ? 4.2 : 6.9), 0)
}

function svg(badge: Badge): string {
  const { colour } = badge
  const [label, value] = [shortened(badge.label), shortened(badge.value)]
  const [labelWidth, valueWidth] = [widthOf(label), widthOf(value)].map(Math.round) as [number, number]
  const [left, right] = [labelWidth + 12, valueWidth + 12]
  const name = xmlText(`${label}: ${value}`)
  const words = (text: string, x: number, width: number) => `<text x="${x}" y="14" textLength="${width}">${xmlText(text)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}"><title>${name}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="20" fill="#31373d"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${words(label, 6, labelWidth)}${words(value, left + 6, valueWidth)}</g></svg>`
}

/** The badge as a picture that pages of every site may show; `?label=` says something else on its left side. */
function picture(c: Context<AppEnv>, badge: Badge): Response {
  const label = c.req.query('label') ?? ''
  const headers = { 'content-type': 'image/svg+xml; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' }
  return new Response(svg(label.trim() === '' ? badge : { ...badge, label }), { headers })
}

/** SVG badges for READMEs: score, tasks, access and version of a CodeBundle, and how many CodeBundles a collection has. */
export function badgeRoutes({ data, keep }: { data: Pick<PageData, 'bundle' | 'collections'>; keep: Keep }): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const [ofCollection, ofBundle] = ['/badges/:collection/bundles.svg', '/badges/:collection/:bundle/:file'] as const
  for (const path of [ofCollection, ofBundle]) app.use(path, keep({ names: ['label'] }))
  app.get(ofCollection, async (c) => {
    const found = (await data.collections()).find(({ slug }) => slug === c.req.param('collection'))
    if (found === undefined) throw new PublicError('not_found', 'There is no such collection in this registry.')
    return picture(c, bundlesBadge(found))
  })
  app.get(ofBundle, async (c) => {
    const { collection, bundle, file } = c.req.param()
    const badge = Object.hasOwn(badges, file) ? badges[file] : undefined
    if (badge === undefined) throw new PublicError('not_found', `The badges are ${Object.keys(badges).join(', ')}.`)
    const view = await data.bundle(collection, bundle)
    if (view === null) throw new PublicError('not_found', 'There is no such CodeBundle in this collection.')
    return picture(c, badge(view))
  })
  return app
}

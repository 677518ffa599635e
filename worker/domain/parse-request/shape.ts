import type { ParsedRequest } from '../request.ts'
import type { Section } from './sections.ts'

type Shape = ParsedRequest['shape']

/** Labels that ask for generation, ours and those of older tools (matched exactly, in lower case). */
export const requestLabels: readonly string[] = [
  'codebundle:generate',
  'auto-generate-codebundle',
  'new-codebundle-request',
  'intake',
  'auto-intake',
  'task-request',
  'codebundle-request',
]

const prefixes: readonly (readonly [Shape, RegExp])[] = [
  ['auto-generate', /^\s*\[\s*auto[- ]?generate\s*\]\s*[-:–]?\s*/i],
  ['form', /^\s*\[\s*new[- ]codebundle[- ]request\s*\]\s*[-:–]?\s*/i],
  ['scope', /^\s*\[\s*(?:cli[- ])?(?:code ?bundle|skill template|task ?set)(?: request)?\s*\]\s*[-:–]?\s*/i],
  ['intake', /^\s*\[\s*(?:auto[- ])?intake\s*\]\s*[-:–]?\s*/i],
  ['task-request', /^\s*\[?\s*task request\s*\]?\s*[-:–]\s*/i],
]

/** The title without the prefix that names the entry form. */
export function subjectOfTitle(title: string): string {
  let subject = title
  for (const [, prefix] of prefixes) subject = subject.replace(prefix, '')
  return subject.replace(/^\s*\[[^\]]{0,40}\]\s*[-:–]?\s*/, '').trim()
}

/** Which entry form an issue came through. */
export function shapeOf(title: string, labels: readonly string[], sections: readonly Section[]): Shape {
  const prefix = prefixes.find(([, pattern]) => pattern.test(title))?.[0] ?? null
  const has = (pattern: RegExp) => sections.some((section) => pattern.test(section.label))
  const labelled = (label: string) => labels.includes(label)
  const asksOriginal = has(/original query/i)
  if (prefix === 'form') return asksOriginal ? 'chat' : 'form'
  if (prefix !== null) return prefix
  if (asksOriginal) return 'chat'
  if (labelled('auto-generate-codebundle') || has(/auto-generate codebundle/i)) return 'auto-generate'
  if (has(/what (?:cloud )?platform/i) || has(/key tasks/i)) return 'form'
  if (labelled('intake') || labelled('auto-intake')) return 'intake'
  if (labelled('task-request')) return 'task-request'
  if (labelled('new-codebundle-request')) return has(/requested tasks/i) ? 'chat' : 'form'
  if (sections.some((section) => section.field === 'scope') && sections.some((section) => section.field === 'done')) return 'scope'
  if (labels.some((label) => requestLabels.includes(label))) return 'free-text'
  return asksForBundle(title) ? 'free-text' : 'none'
}

/** A title without prefix that asks for a CodeBundle in plain words. */
function asksForBundle(title: string): boolean {
  const bundle = /\b(?:code ?bundles?|skill templates?|task ?sets?|runbooks?)\b/i
  return (
    bundle.test(title) &&
    /\b(?:new|add|create|request|requesting|need|want|wanted|build|write|generate|please|looking for|wish)\b/i.test(title) &&
    !/\b(?:bug|broken|fails?|error|typo|crash|wrong|regression)\b/i.test(title)
  )
}

import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'

/** Seeding faults into good bundles: each fault is one thing that went wrong in real drafts, written as an edit of text. */

export interface Fault {
  /** Group of faults that people found in drafts: discovery, health, sticky, invented, robot, bash, security, templates, harness, wording, files. */
  group: string
  name: string
  /** The checks of which one must find it. */
  expects: readonly string[]
  /** `rehearsal` when only running the bundle can find it. */
  proof?: 'static' | 'rehearsal'
  /** The bundle with the fault; null where the bundle has no place for it. */
  seed(bundle: Bundle): Bundle | null
}

export interface Bundle {
  slug: string
  files: readonly DraftFile[]
}

/** The path of a file below the bundle's directory. */
export function innerPath(bundle: Bundle, file: DraftFile): string {
  return file.path.slice(`codebundles/${bundle.slug}/`.length)
}

type Which = (path: string, content: string) => boolean

export const runbook: Which = (path) => path === 'runbook.robot'
export const sli: Which = (path) => path === 'sli.robot'
export const readme: Which = (path) => path === 'README.md'
export const rule: Which = (path, content) => path.startsWith('.runwhen/generation-rules/') && /^kind:/m.test(content)
export const template =
  (kind: string): Which =>
  (path, content) =>
    path.startsWith('.runwhen/templates/') && new RegExp(`^kind: ${kind}$`, 'm').test(content)
/** A script that a task of the runbook runs and that asks something of the world. */
export const script: Which = (path, content) =>
  /^[\w-]+\.sh$/.test(path) && /^set -euo pipefail$/m.test(content) && !/sourced by/i.test(content)

/** The bundle with the first file that `which` picks changed by `edit`; null when there is none or nothing changes. */
export function change(bundle: Bundle, which: Which, edit: (text: string) => string): Bundle | null {
  for (const file of bundle.files) {
    if (!which(innerPath(bundle, file), file.content)) continue
    const content = edit(file.content)
    if (content !== file.content) return { ...bundle, files: bundle.files.map((other) => (other === file ? { ...file, content } : other)) }
  }
  return null
}

/** Replaces the first match; `with_` may use groups. */
export function swap(which: Which, before: RegExp | string, after: string): Fault['seed'] {
  return (bundle) =>
    change(bundle, which, (text) => (typeof before === 'string' ? text.replace(before, () => after) : text.replace(before, after)))
}

/** Adds a file, or replaces it. */
export function add(path: string, content: string, mode: DraftFile['mode'] = '100644'): Fault['seed'] {
  return (bundle) => {
    const full = `codebundles/${bundle.slug}/${path}`
    return { ...bundle, files: [...bundle.files.filter((file) => file.path !== full), { path: full, mode, content }] }
  }
}

export function remove(which: Which): Fault['seed'] {
  return (bundle) => {
    const files = bundle.files.filter((file) => !which(innerPath(bundle, file), file.content))
    return files.length === bundle.files.length ? null : { ...bundle, files }
  }
}

/** Several edits, all of which must find their place. */
export function all(...seeds: readonly Fault['seed'][]): Fault['seed'] {
  return (bundle) => seeds.reduce((found: Bundle | null, seed) => found && seed(found), bundle)
}

/** Adds lines after the options line of a script. */
export function inScript(lines: string): Fault['seed'] {
  return swap(script, 'set -euo pipefail\n', `set -euo pipefail\n${lines}\n`)
}

/** Adds a step at the end of the runbook's first task. */
export function inFirstTask(step: string, which: Which = runbook): Fault['seed'] {
  return (bundle) => change(bundle, which, (text) => text.replace(/(\*\*\* Tasks \*\*\*\n(?:.+\n)+)/, (task) => `${task}${step}\n`))
}

export function byPlatform(bundle: Bundle): string {
  return /^(k8s|aws|azure|gcp)-/.exec(bundle.slug)?.[1] ?? 'other'
}

/** Only for bundles of this platform. */
export function on(platform: string, seed: Fault['seed']): Fault['seed'] {
  return (bundle) => (byPlatform(bundle) === platform ? seed(bundle) : null)
}

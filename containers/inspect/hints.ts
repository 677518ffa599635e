import { parseDocument } from 'yaml'
import type { Hint } from '../../worker/domain/catalogue.ts'
import type { ProblemList } from './problem-list.ts'
import { field, textOrNull, texts } from './yaml-values.ts'

const hintFiles = ['SKILL-TEMPLATE.md', 'meta.yaml', 'meta.yml']

/** True for the files of a bundle that only hint at what it does; `name` is relative to the bundle. */
export function isHintFile(name: string): boolean {
  return hintFiles.includes(name)
}

/** Prose kept of one hint. */
const maxProse = 1000

/**
 * What SKILL-TEMPLATE.md and meta.yaml say. A file that cannot be read is a hint without content and a problem: what the bundle
 * does is never taken from here.
 */
export function hintsOf(files: readonly { path: string; text: string }[], problems: ProblemList): Hint[] {
  return files.map(({ path, text }) => {
    const isMarkdown = path.endsWith('.md')
    const source = isMarkdown ? frontMatter(text) : text
    const value = source === null ? undefined : readYaml(path, source, problems)
    const metadata = isMarkdown ? value : (field(value, 'metadata') ?? value)
    const spec = field(value, 'spec')
    return {
      file: path,
      title: cut(textOrNull(field(metadata, 'title')) ?? textOrNull(field(metadata, 'name'))),
      description: cut(textOrNull(field(metadata, 'description'))),
      tags: [...texts(field(metadata, 'tags')), ...texts(field(metadata, 'platforms')), ...texts(field(metadata, 'resource_types'))]
        .slice(0, 50)
        .map((tag) => tag.slice(0, 100)),
      access: cut(textOrNull(field(metadata, 'access')) ?? textOrNull(field(spec, 'access'))),
    }
  })
}

function frontMatter(text: string): string | null {
  return /^---\r?\n([\s\S]*?)\r?\n---(\r?\n|$)/.exec(text)?.[1] ?? null
}

function readYaml(path: string, text: string, problems: ProblemList): unknown {
  const document = parseDocument(text, { prettyErrors: false })
  const error = document.errors[0]
  if (error) {
    problems.add('hint_invalid', `The file is only a hint, and its YAML cannot be read: ${error.message}`, path)
    return undefined
  }
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // Aliases that would expand without bound.
    problems.add('hint_invalid', `The file is only a hint, and its YAML cannot be read: ${String(error)}`, path)
    return undefined
  }
}

function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, maxProse)
}

import { LineCounter, parseAllDocuments } from 'yaml'
import type { ProblemList } from './problem-list.ts'

export interface Discovery {
  platforms: string[]
  resourceTypes: string[]
}

const rulesFolder = '/.runwhen/generation-rules/'
const templatesFolder = '/.runwhen/templates/'

/** Generation rules have any suffix or none; a README beside them is not one. */
export function isRuleFile(path: string): boolean {
  return path.includes(rulesFolder) && !/\/\.[^/]*$|\.(md|txt)$/i.test(path)
}

/** Templates are YAML files beside the rules. */
export function isTemplate(path: string): boolean {
  return path.includes(templatesFolder) && /\.ya?ml$/i.test(path)
}

/** Platforms and resource types named by a bundle's generation rules. A rule file without a platform is for Kubernetes; an empty file says nothing. */
export function discoveryOf(files: readonly { path: string; text: string }[], problems: ProblemList): Discovery {
  const platforms = new Set<string>()
  const resourceTypes = new Set<string>()
  for (const { path, text } of files) {
    for (const value of parseRules(path, text, problems)) {
      if (value === null) continue
      const spec = field(value, 'spec')
      const rules = field(spec, 'generationRules')
      if (!Array.isArray(rules)) {
        problems.add('rules_without_spec', 'The generation rules have no list spec.generationRules.', path)
        continue
      }
      const platform = field(spec, 'platform')
      platforms.add(typeof platform === 'string' ? platform : 'kubernetes')
      for (const name of rules.flatMap(resourceTypesOf)) resourceTypes.add(name)
    }
  }
  return { platforms: [...platforms].sort(), resourceTypes: [...resourceTypes].sort() }
}

function parseRules(path: string, text: string, problems: ProblemList): unknown[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const error = document.errors[0]
    if (!error) return [document.toJS({ maxAliasCount: 100 })]
    problems.add('yaml_invalid', `The generation rules are not YAML: ${error.message}`, path, lines.linePos(error.pos[0]).line)
    return []
  })
}

function resourceTypesOf(rule: unknown): string[] {
  const types = field(rule, 'resourceTypes')
  if (!Array.isArray(types)) return []
  return types.flatMap((type: unknown) => {
    const name = typeof type === 'string' ? type : (field(type, 'resourceType') ?? field(type, 'name') ?? field(type, 'custom'))
    return typeof name === 'string' ? [name] : []
  })
}

/** A field of a value read from YAML; undefined when the value is no mapping or has no such field. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Reflect.get(value, name) : undefined
}

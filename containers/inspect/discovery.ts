import { LineCounter, parseAllDocuments } from 'yaml'
import type { GenerationRule } from '../../worker/domain/catalogue.ts'
import type { ProblemList } from './problem-list.ts'
import { field, items, textOrNull, texts } from './yaml-values.ts'

export interface Discovery {
  platforms: string[]
  resourceTypes: string[]
  rules: GenerationRule[]
}

const rulesFolder = '/.runwhen/generation-rules/'
const templatesFolder = '/.runwhen/templates/'

/** Rules kept of one bundle; real ones have one to three. */
const rulesKept = 50

/** Generation rules have any suffix or none; a README beside them is not one. */
export function isRuleFile(path: string): boolean {
  return path.includes(rulesFolder) && !/\/\.[^/]*$|\.(md|txt)$/i.test(path)
}

/** Templates are YAML files beside the rules. */
export function isTemplate(path: string): boolean {
  return path.includes(templatesFolder) && /\.ya?ml$/i.test(path)
}

/** The generation rules of a bundle, and the platforms and resource types they name. A rule file without a platform is for Kubernetes; an empty file says nothing. */
export function discoveryOf(files: readonly { path: string; text: string }[], problems: ProblemList): Discovery {
  const platforms = new Set<string>()
  const resourceTypes = new Set<string>()
  const rules: GenerationRule[] = []
  for (const { path, text } of files) {
    for (const value of parseRules(path, text, problems)) {
      if (value === null) continue
      const spec = field(value, 'spec')
      const found = field(spec, 'generationRules')
      if (!Array.isArray(found)) {
        problems.add('rules_without_spec', 'The generation rules have no list spec.generationRules.', path)
        continue
      }
      const platform = field(spec, 'platform')
      platforms.add(typeof platform === 'string' ? platform : 'kubernetes')
      for (const name of found.flatMap(resourceTypesOf)) resourceTypes.add(name)
      rules.push(...found.flatMap((rule) => slxsOf(path, textOrNull(platform), rule)))
    }
  }
  if (rules.length > rulesKept) problems.add('too_many_rules', `Of ${rules.length} generation rules the first ${rulesKept} are listed.`)
  return { platforms: [...platforms].sort(), resourceTypes: [...resourceTypes].sort(), rules: rules.slice(0, rulesKept) }
}

function parseRules(path: string, text: string, problems: ProblemList): unknown[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const error = document.errors[0]
    if (error) {
      problems.add('yaml_invalid', `The generation rules are not YAML: ${error.message}`, path, lines.linePos(error.pos[0]).line)
      return []
    }
    try {
      return [document.toJS({ maxAliasCount: 100 })]
    } catch (error) {
      // Aliases that would expand without bound.
      problems.add('yaml_invalid', `The generation rules cannot be read: ${error instanceof Error ? error.message : String(error)}`, path)
      return []
    }
  })
}

function resourceTypesOf(rule: unknown): string[] {
  return items(field(rule, 'resourceTypes')).flatMap((type) => {
    const name = typeof type === 'string' ? type : (field(type, 'resourceType') ?? field(type, 'name') ?? field(type, 'custom'))
    return typeof name === 'string' ? [name] : []
  })
}

/** One entry for each SLX of a rule; a rule without any has one without a name. */
function slxsOf(file: string, platform: string | null, rule: unknown): GenerationRule[] {
  const resourceTypes = resourceTypesOf(rule).slice(0, 100)
  const slxs = items(field(rule, 'slxs'))
  return (slxs.length === 0 ? [undefined] : slxs).map((slx) => ({
    file,
    platform,
    resourceTypes,
    baseName: textOrNull(field(slx, 'baseName')),
    baseTemplateName: textOrNull(field(slx, 'baseTemplateName')),
    levelOfDetail: textOrNull(field(slx, 'levelOfDetail')),
    qualifiers: texts(field(slx, 'qualifiers')).slice(0, 20),
    outputItems: items(field(slx, 'outputItems'))
      .slice(0, 20)
      .flatMap((item) => {
        const type = textOrNull(field(item, 'type'))
        return type === null ? [] : [{ type, templateName: textOrNull(field(item, 'templateName')) }]
      }),
  }))
}

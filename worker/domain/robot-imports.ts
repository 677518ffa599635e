import { cellText, holdsVariable, splitNamed } from './robot-cells.ts'
import { allCalls, type Cell, normalName, type RobotCall, type RobotModel, splitKeyword } from './robot-model.ts'

/** What a Robot file imports: user variables, secrets, services and platform variables, in every spelling that occurs. */

type ImportKind = 'variable' | 'secret' | 'service' | 'platform'

export interface RobotImport {
  kind: ImportKind
  /** As written; holds a variable when `literal` is false. */
  name: string
  literal: boolean
  line: number
  /** Named arguments, escapes resolved. */
  options: Map<string, string>
  /** Cells that are neither the name nor a named argument. */
  leftovers: Cell[]
  /** What the call assigns to, empty when nothing. */
  assign: string[]
  optionalKeyword: boolean
}

const importKeywords = new Map<string, ImportKind>([
  ['importuservariable', 'variable'],
  ['importsecret', 'secret'],
  ['importoptionalsecret', 'secret'],
  ['importservice', 'service'],
  ['importplatformvariable', 'platform'],
])

const optionNames = new Set([
  'type',
  'description',
  'pattern',
  'example',
  'default',
  'enum',
  'optional',
  'format',
  'varname',
  'service_name',
])

/** Words that end the arguments of a keyword run by another one (`Run Keywords`, `Run Keyword If`). */
const terminators = new Set(['AND', 'ELSE', 'ELSE IF'])

/** Every import of a file in file order, also inside tasks, control structures, setups and keywords that run keywords. */
export function importsOf(model: RobotModel): RobotImport[] {
  const found: RobotImport[] = []
  for (const call of allCalls(model)) found.push(...importsOfCall(call))
  return found
}

function importsOfCall(call: RobotCall): RobotImport[] {
  const whole: Cell[] = [[call.keyword, call.line], ...call.args]
  const found: RobotImport[] = []
  whole.forEach(([text, line], index) => {
    const { prefix, name: bare } = splitKeyword(text)
    const name = normalName(bare)
    const kind = importKeywords.get(name)
    // `${X}= RW.Core.Import User Variable` with one space is one cell, which Robot takes for the name of an unknown keyword.
    if (!kind || !/^[\w. ]*$/.test(prefix)) return
    const rest = whole.slice(index + 1)
    const end = rest.findIndex(([cell]) => terminators.has(cell))
    const read = readImport(kind, end < 0 ? rest : rest.slice(0, end), line)
    if (read) found.push({ ...read, assign: index === 0 ? call.assign : [], optionalKeyword: name === 'importoptionalsecret' })
  })
  return found
}

function readImport(kind: ImportKind, args: Cell[], line: number): Omit<RobotImport, 'assign' | 'optionalKeyword'> | null {
  const options = new Map<string, string>()
  const leftovers: Cell[] = []
  for (const cell of args) {
    const named = splitNamed(cell[0])
    if (named && optionNames.has(named.name))
      options.set(named.name, named.name === 'pattern' ? patternText(named.value) : cellText(named.value))
    else leftovers.push(cell)
  }
  const named = options.get('varname') ?? options.get('service_name')
  const raw = named ?? leftovers.shift()?.[0]
  if (raw === undefined) return null
  const name = raw.trim().replace(/\s*=$/, '')
  if (!name) return null
  return { kind, name, literal: !holdsVariable(name), line, options, leftovers }
}

/**
 * A pattern as its author means it. At run time a single backslash is lost, but patterns are read from the file, and most are written so. One that doubles its backslashes is read as Robot would.
 */
function patternText(raw: string): string {
  return raw.includes('\\\\') ? cellText(raw) : raw
}

/** The `enum` argument: `[a,b]` and `a,b` give `['a', 'b']`; quotes around a value are dropped. */
export function enumValues(text: string): string[] {
  const inner = text.trim().replace(/^\[/, '').replace(/\]$/, '')
  return inner
    .split(',')
    .map((value) => value.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter((value) => value !== '')
}

/** True when a secret may be absent. */
export function isOptionalSecret(found: RobotImport): boolean {
  return found.optionalKeyword || /^(true|yes|1|on|\$\{true\})$/i.test(found.options.get('optional') ?? '')
}

import { cellText, splitNamed } from '../robot-cells.ts'
import { allCalls, normalName, type RobotCall, splitKeyword } from '../robot-model.ts'
import { taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Texts of a call that are meant as JSON. */
function jsonTexts({ keyword, args }: RobotCall): RobotCall['args'] {
  const name = normalName(splitKeyword(keyword).name)
  return args.flatMap(([text, line]) => {
    const loaded = /\bjson\.loads\(\s*r?('''|"""|'|")([\s\S]*?)\1\s*\)/.exec(text)?.[2]
    if (loaded !== undefined) return /^\s*[{[]/.test(loaded) ? [[loaded, line]] : []
    const value = splitNamed(text)?.name === 'env' ? (splitNamed(text)?.value ?? '') : text
    const isWhole = /^\s*\{\s*"/.test(value) && /\}\s*$/.test(value)
    return isWhole && (/^set(suite|global|test)?variable$/.test(name) || value !== text) ? [[value, line]] : []
  })
}

/** The fault of a text as JSON after its variables got values; null when it is right. */
function faultOf(text: string): string | null {
  // A value inside quotes is text, outside it stands for a whole JSON value.
  const filled = cellText(text.replace(/(?<!\\)[$@&%]\{[^{}]*\}(\[[^\]]*\])*/g, '0'))
  try {
    JSON.parse(filled)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 120) : 'it cannot be read'
  }
}

export const jsonReadable: Gate = {
  id: 'robot/env-json',
  severity: 'block',
  title: 'Every JSON text of a Robot file is JSON.',
  reason: 'An environment that cannot be read reaches the script empty, or fails the task before anything is checked.',
  hint: 'Correct the JSON: double quotes, commas between entries and none at the end.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) =>
      [...allCalls(model)].flatMap(jsonTexts).flatMap(([text, line]): Finding[] => {
        const fault = faultOf(text)
        return fault === null ? [] : [{ file: path, line, message: `This is no JSON: ${fault}` }]
      }),
    ),
}

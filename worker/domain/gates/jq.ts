import type { Gate } from './gate.ts'

export const jqCompiles: Gate = {
  id: 'script/jq',
  severity: 'block',
  title: 'Every jq program compiles.',
  reason: 'A program that jq refuses gives no output, which many scripts take for an empty list.',
  hint: 'Correct the program; the manual at https://jqlang.org/manual/ lists every function. Variables need --arg or --argjson.',
  check: ({ jq }) => jq.flatMap(({ file, fault }) => (fault ? [{ file, line: fault.line, message: `jq: ${fault.message}` }] : [])),
}

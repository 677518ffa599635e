import type { SeenCall } from './check-request.ts'

export interface DraftAnswer {
  files: { path: string; executable: boolean; content: string }[]
  notes: string[]
}

/** The prompt's line `Slug: …` names the bundle. */
export function slugIn(call: Pick<SeenCall, 'turns'>): string {
  return /^Slug: ([a-z0-9-]+)$/m.exec(call.turns[0]?.text ?? '')?.[1] ?? 'unknown'
}

/** A small draft for the planned slug: enough to be read and judged, not enough to pass the gates. */
export function writeDraft(call: Pick<SeenCall, 'turns'>): DraftAnswer {
  const path = `codebundles/${slugIn(call)}`
  return {
    files: [
      {
        path: `${path}/runbook.robot`,
        executable: false,
        content: '*** Settings ***\nDocumentation    Looks after "things" {of all kinds}.\n',
      },
      { path: `${path}/check.sh`, executable: true, content: '#!/usr/bin/env bash\nset -euo pipefail\necho "ok \\ ✓"\n' },
      { path: `${path}/README.md`, executable: false, content: '# Things\n' },
    ],
    notes: ['Written by the double.'],
  }
}

/**
 * A model that does whatever the texts it is given tell it: writes every file they order, anywhere, and gives its instructions away.
 * Orders look like "write a file PATH with CONTENT" (or add, create, put; containing) on one line.
 */
export function obey(call: Pick<SeenCall, 'turns' | 'instructions'>): DraftAnswer {
  const draft = writeDraft(call)
  const text = call.turns.map((turn) => turn.text).join('\n')
  const order =
    /\b(?:add|append|create|put|write)\s+(?:also\s+)?(?:the\s+|a\s+|another\s+)?(?:file\s+)?[`"']?([\w.\-/]*[./][\w.\-/]*)[`"']?\s+(?:with|containing)\s+(.+)$/gim
  for (const [, path = '', content = ''] of text.matchAll(order)) draft.files.push({ path, executable: /\.sh$/.test(path), content })
  if (/\b(?:print|repeat|reveal|show)\b.{0,40}\b(?:instructions|system prompt)\b/i.test(text)) draft.notes.push(call.instructions)
  return draft
}

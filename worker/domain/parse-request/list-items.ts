/** An item of a list: its own text and what stands below it. */
export interface ListItem {
  text: string
  details: string[]
}

const marker = /^(\s*)(?:(\d{1,3}[.)])|([-*+•–]))\s+(?:\[[ xX]?\]\s+)?(.*)$/
const tableRow = /^\s*\|(.+)\|\s*$/

/** The items of the list in these lines, with sub-bullets and continuation lines as details. Empty when there is no list. Tables count: first column the item, the others details. */
export function listItems(lines: readonly string[]): ListItem[] {
  const numbered = lines.some((line) => marker.exec(line)?.[2] !== undefined)
  const items: ListItem[] = []
  let baseIndent = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const match = marker.exec(line)
    if (match !== null) baseIndent = Math.min(baseIndent, indentOf(match[1] ?? ''))
  }
  let fenced = false
  let afterBlank = false
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced
    const match = fenced ? null : marker.exec(line)
    const last = items.at(-1)
    if (match !== null) {
      const isNumber = match[2] !== undefined
      const nested = indentOf(match[1] ?? '') > baseIndent + 1 || (numbered && !isNumber && last !== undefined)
      const text = (match[4] ?? '').trim()
      if (text === '') continue
      if (nested && last !== undefined) last.details.push(text)
      else items.push({ text, details: [] })
    } else if (line.trim() === '') {
      afterBlank = true
      continue
    } else if (last !== undefined && !fenced && (!afterBlank || /^\s{2,}/.test(line))) {
      if (last.details.length === 0 && !afterBlank) last.text = `${last.text} ${line.trim()}`
      else last.details.push(line.trim())
    }
    afterBlank = false
  }
  return items.length > 0 ? items : tableItems(lines)
}

function indentOf(space: string): number {
  return space.replaceAll('\t', '    ').length
}

function tableItems(lines: readonly string[]): ListItem[] {
  const rows = lines.flatMap((line) => {
    const cells = tableRow
      .exec(line)?.[1]
      ?.split('|')
      .map((cell) => cell.trim())
    return cells === undefined ? [] : [cells]
  })
  const ruler = rows.findIndex((cells) => cells.every((cell) => /^:?-+:?$/.test(cell)))
  if (ruler < 0) return []
  const heads = rows[ruler - 1] ?? []
  return rows.slice(ruler + 1).flatMap((cells) => {
    const first = cells.findIndex((cell) => /[a-z]{3}/i.test(cell))
    if (first < 0) return []
    const details = cells.flatMap((cell, column) => {
      if (column <= first || cell === '') return []
      return [/issue|raise|alert|when/i.test(heads[column] ?? '') ? `Raise an issue when ${cell}` : cell]
    })
    return [{ text: cells[first] ?? '', details }]
  })
}

import { type BudgetKind, type BudgetLimit, budgetKinds } from './budget.ts'

/** More is a slip of the finger: a million dollars, and as many tokens as a million buys of the cheapest models. */
const mostDollars = 1_000_000
const mostTokens = 1_000_000_000_000

/** Names of a budget's two fields in the form. */
export function limitFields(kind: BudgetKind): { dollars: string; tokens: string } {
  return { dollars: `${kind}-dollars`, tokens: `${kind}-tokens` }
}

/** A limit's money as its field shows it: `2.50`, empty for none. */
export function dollarsField(micros: number | null): string {
  if (micros === null) return ''
  const exact = (micros / 1_000_000).toFixed(6)
  return exact.replace(/0{1,4}$/, '')
}

/** Micro-dollars of an amount as people write it: null for an empty field, undefined for what is no amount. */
export function readDollars(text: string): number | null | undefined {
  const plain = text.replace(/^\$/, '').replaceAll(',', '').trim()
  if (plain === '') return null
  if (!/^\d{1,7}(\.\d{1,6})?$/.test(plain) || Number(plain) > mostDollars) return undefined
  return Math.round(Number(plain) * 1_000_000)
}

function readTokens(text: string): number | null | undefined {
  const plain = text.replaceAll(/[,\s]/g, '')
  if (plain === '') return null
  return /^\d{1,13}$/.test(plain) && Number(plain) <= mostTokens ? Number(plain) : undefined
}

/** Limits as people wrote them; a field that is not there leaves its budget as it is. Null when one is no amount. */
export function readLimits(field: (name: string) => string | null): Partial<Record<BudgetKind, BudgetLimit>> | null {
  const limits: Partial<Record<BudgetKind, BudgetLimit>> = {}
  for (const kind of budgetKinds) {
    const names = limitFields(kind)
    const [dollars, tokenText] = [field(names.dollars), field(names.tokens)]
    if (dollars === null || tokenText === null) continue
    const [micros, tokens] = [readDollars(dollars.trim()), readTokens(tokenText)]
    if (micros === undefined || tokens === undefined) return null
    limits[kind] = { micros, tokens }
  }
  return limits
}

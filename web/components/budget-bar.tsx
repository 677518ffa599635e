interface Props {
  label: string
  used: number
  limit: number | null
}

/** How much of a limit is taken; nothing where there is no limit. */
export function BudgetBar({ label, used, limit }: Props) {
  if (limit === null) return null
  const share = limit === 0 ? 1 : Math.min(1, used / limit)
  const look = share >= 0.9 ? 'progress-error' : share >= 0.7 ? 'progress-warning' : 'progress-primary'
  return <progress class={`progress ${look} block w-full`} value={Math.round(share * 1000)} max={1000} aria-label={label} />
}

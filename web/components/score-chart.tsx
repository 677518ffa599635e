/** Height of the tallest bar and width of each, in the units of the drawing. */
const tallest = 48
const barWidth = 20
const step = 24

/** How many CodeBundles have a score of 0–9, 10–19 … 90–100, as bars; the same numbers as a table for those who do not see it. */
export function ScoreChart({ scores }: { scores: number[] }) {
  const most = Math.max(1, ...scores)
  const assessed = scores.reduce((sum, bundles) => sum + bundles, 0)
  if (assessed === 0) return <p class="text-muted mt-2 text-sm">None has been assessed yet.</p>
  const range = (index: number) => `${index * 10}–${index === 9 ? 100 : index * 10 + 9}`
  return (
    <figure class="mt-3">
      <svg class="score-chart" viewBox="0 0 240 76" aria-hidden="true" focusable="false">
        {scores.map((bundles, index) => {
          const height = bundles === 0 ? 1 : Math.max(3, (bundles / most) * tallest)
          return (
            <g key={range(index)}>
              <rect
                x={index * step + 2}
                y={62 - height}
                width={barWidth}
                height={height}
                rx="1.5"
                class={bundles === 0 ? 'is-empty' : ''}
              />
              {bundles > 0 && (
                <text x={index * step + 12} y={58 - height} text-anchor="middle">
                  {bundles}
                </text>
              )}
            </g>
          )
        })}
        <text x="2" y="74">
          0
        </text>
        <text x="122" y="74" text-anchor="middle">
          50
        </text>
        <text x="238" y="74" text-anchor="end">
          100
        </text>
      </svg>
      <table class="sr-only">
        <caption>CodeBundles by score</caption>
        <tbody>
          {scores.map((bundles, index) => (
            <tr key={range(index)}>
              <th scope="row">{range(index)}</th>
              <td>{bundles}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

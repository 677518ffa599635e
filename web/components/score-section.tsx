import type { Assessment, ScorePoint } from '../../worker/domain/assessment.ts'
import { Ago } from './ago.tsx'
import { scoreTone } from './badges.tsx'
import { Icon } from './icon.tsx'

/** A ring that is filled as far as the score goes. */
function Ring({ score }: { score: number }) {
  const length = 2 * Math.PI * 26
  return (
    <svg class={`score-ring tone-${scoreTone(score)}`} viewBox="0 0 64 64" role="img" aria-label={`Score ${score} of 100`}>
      <circle cx="32" cy="32" r="26" class="score-ring-track" />
      <circle
        cx="32"
        cy="32"
        r="26"
        class="score-ring-value"
        stroke-dasharray={`${(score / 100) * length} ${length}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="33" text-anchor="middle" dominant-baseline="middle">
        {score}
      </text>
    </svg>
  )
}

function Point({ point }: { point: ScorePoint }) {
  const isWhole = point.earned >= point.of
  return (
    <li class="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2 py-3 text-sm">
      <span class={`mt-0.5 ${isWhole ? 'text-success' : 'text-warning'}`}>
        <Icon name={isWhole ? 'check' : 'arrow'} />
      </span>
      <div class="min-w-0">
        <h3 class="font-medium">{point.title}</h3>
        <p class="text-muted mt-0.5 wrap-anywhere">{point.reason}</p>
        {point.hint && (
          <p class="mt-1 wrap-anywhere">
            <span class="font-semibold">To improve: </span>
            {point.hint}
          </p>
        )}
      </div>
      <span class="text-muted whitespace-nowrap">
        <span class="text-base-content font-semibold">{point.earned}</span> of {point.of}
      </span>
    </li>
  )
}

/** The score, each rule with why its points were or were not earned, and how to earn what is missing. */
export function ScoreSection({ assessment, now }: { assessment: Assessment | null; now: number }) {
  const lost = assessment?.points.filter(({ earned, of }) => earned < of) ?? []
  const whole = assessment?.points.filter(({ earned, of }) => earned >= of) ?? []
  return (
    <section id="score" aria-labelledby="score-title">
      <h2 id="score-title" class="section-title">
        Score
      </h2>
      {assessment === null ? (
        <p class="text-muted mt-2 text-sm">It has not been assessed yet. That follows each time its files change.</p>
      ) : (
        <>
          <div class="mt-3 flex items-center gap-4">
            <Ring score={assessment.score} />
            <p class="text-muted text-sm">
              By the rules that a generated draft must pass too.
              <br />
              Assessed <Ago at={assessment.at} now={now} />, rules {assessment.rules}.
            </p>
          </div>
          <ol class="rows mt-4">
            {lost.map((point) => (
              <Point key={point.id} point={point} />
            ))}
          </ol>
          {whole.length > 0 && (
            <details class="mt-3" open={lost.length === 0}>
              <summary class="text-muted text-sm">{whole.length} rules with every point</summary>
              <ol class="rows mt-2">
                {whole.map((point) => (
                  <Point key={point.id} point={point} />
                ))}
              </ol>
            </details>
          )}
        </>
      )}
    </section>
  )
}

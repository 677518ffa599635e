import { isInstruction, sentencesOf } from './instructions.ts'
import { plain, type RequestTask, shapeTitle, splitRaise } from './task-words.ts'

const asking =
  /\b(?:would (?:like|love|be (?:nice|great|good|useful|helpful))|want|need|wish|please|looking for|is there|can (?:you|we|someone)|could (?:you|we|someone)|how (?:do|can|to|should)|check|detect|monitor|alert|find|verify|tell|know|list|report|identify|watch|ensure|make sure|warn)\b/i
const strongAsking =
  /\b(?:would like|would love|want|need|looking for|please|can you|could you|how (?:do|can|to)|should (?:check|tell|find|list|detect|report|verify))\b/i
const politeness = /^(?:thank|thanks|cheers|hi|hello|hey|dear|regards|best|sorry|let me know|kind)\b/i

/** Leaves nothing of a sentence but what it asks for: `We would like a check that tells why` has no object of its own, so the title lends one. */
function titleFrom(sentence: string, subject: string): string | null {
  const { rest } = splitRaise(plain(sentence))
  const title = shapeTitle(rest)
  if (title === null) return null
  const bare = /^(?:Explain|Find|Check) (why|what|how)(?=$|[:,;])[:,;]?\s*(.*)$/i.exec(title)
  const about =
    plain(subject)
      .split(/[,;:.]/)[0]
      ?.trim() ?? ''
  if (bare === null || about === '') return title
  const causes = bare[2] === '' ? /:\s*([^.]{3,80})/.exec(plain(sentence))?.[1] : bare[2]
  const lowered = /^[A-Z][a-z]/.test(about) ? about.charAt(0).toLowerCase() + about.slice(1) : about
  return `Explain ${bare[1]} ${lowered}${causes === undefined ? '' : `: ${causes.replace(/[.;,\s]+$/, '')}`}`
}

/**
 * The one task of a request that has no list: its own sentence that asks for something, or else its title.
 * Null when neither says anything to check.
 */
export function taskOfProse(subject: string, texts: readonly string[]): RequestTask | null {
  const sentences = texts
    .flatMap(sentencesOf)
    .filter((sentence) => !isInstruction(sentence) && !politeness.test(sentence) && /[a-z]{3}/i.test(sentence))
  const best =
    sentences.find((sentence) => strongAsking.test(sentence) && sentence.length > 15) ??
    sentences.find((sentence) => asking.test(sentence) && sentence.length > 15)
  const raiseWhen = sentences.map((sentence) => splitRaise(plain(sentence)).raiseWhen).find((condition) => condition !== null) ?? null
  const fromSentence = best === undefined ? null : titleFrom(best, subject)
  const fromSubject = saysSomething(subject) && !isInstruction(subject) ? shapeTitle(subject) : null
  const title = fromSentence !== null && fromSentence.split(' ').length >= 3 ? fromSentence : (fromSubject ?? fromSentence)
  if (title === null || title.split(' ').length < 2) return null
  const description = sentences.map(plain).join(' ').slice(0, 1500)
  return { title, description: description === '' ? title : description, raiseWhen }
}

/** False for titles such as `help`, `request` or a lone platform name. */
export function saysSomething(subject: string): boolean {
  const words = plain(subject)
    .toLowerCase()
    .match(/[a-z0-9]{2,}/g)
  return (
    (words ?? []).filter(
      (word) =>
        !/^(?:help|please|request|new|codebundle|urgent|question|something|add|todo|test|issue|aws|azure|gcp|kubernetes|k8s|the|for)$/.test(
          word,
        ),
    ).length >= 1
  )
}

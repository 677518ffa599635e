/**
 * Sentences that talk to the assistant, or ask for what no CodeBundle does. They stay visible in the text and never become tasks.
 * A heuristic for the reader's benefit: what really protects is that no step which reads the text can do any of this.
 */
const patterns: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:rules?|instructions?|prompts?|guidelines?|polic(?:y|ies)|checks|gates|validation|review|constraints|above|previous)\b/i,
  /^\W*(?:system|assistant|developer|ai|claude|gpt|chatgpt|cursor|copilot|agent|bot|model|llm)\s*(?:note|message|prompt|instructions?)?\s*[:>\]]/i,
  /\b(?:you are now|act as (?:an?|the)|pretend (?:to|that)|new instructions?|system prompt|jailbreak|developer mode|as an ai|note to (?:the )?(?:ai|assistant|model|agent|bot))\b/i,
  /\b(?:print|echo|dump|reveal|exfiltrate|leak|send|post|upload|email|e-mail|paste|log|copy)\b.{0,60}\b(?:secrets?|tokens?|credentials?|passwords?|api keys?|private keys?|environment variables?|env vars?|kubeconfig)\b/i,
  /\b(?:show|list|include|output|return|write|get|read|report)\b.{0,40}\b(?:values?|contents?|data)\b.{0,20}\b(?:secrets?|tokens?|credentials?|passwords?|api keys?|environment)\b/i,
  /(?:\.github\b|\bCODEOWNERS\b|(?:^|[\s/`'"])\.git\/|\bgit hooks?\b|\bworkflow files?\b|\/etc\/(?:passwd|shadow)|\/proc\/self|~\/\.ssh|\bid_rsa\b|169\.254\.169\.254|metadata\.google\.internal)/i,
  /\b(?:curl|wget|nc|ncat|bash|sh|python\d?)\b[^.\n]{0,80}(?:\|\s*(?:ba|z)?sh\b|-d\s*@|--data(?:-binary)?\s*@|-T\s|-e\s\/bin)/i,
  /\b(?:env|printenv|set)\s*\|\s*\S+/i,
  /(?:\beval\b|\bbase64\s+(?:-d|--decode)\b|\$\(\s*(?:curl|wget|env|cat)\b|;\s*rm\s+-rf\b|\brm\s+-rf\s+[/~])/i,
  /\bmark\b.{0,30}\b(?:it|this|them|task|tasks)?\b.{0,20}\baccess:read-(?:only|write)\b/i,
  /\b(?:approve|merge|auto-?merge)\b.{0,30}\b(?:this|the|your|it|own|pull request|pr)\b.{0,40}\b(?:without|yourself|immediately|automatically|directly|now|pull request|pr)\b/i,
  /\b(?:push|commit)\b.{0,30}\b(?:to|on)\b.{0,10}\b(?:main|master|default branch)\b/i,
  /\b(?:without|no need (?:for|of)|do not (?:ask|wait) for)\b.{0,25}\b(?:human |any )?(?:review|approval|validation|reviewers?)\b/i,
  /\bdo(?: not|n't) (?:tell|mention|show|reveal|log|report)\b.{0,40}\b(?:user|reviewer|maintainer|anyone|human|this)\b/i,
  /\b(?:add|make|give|grant)\b.{0,25}\b(?:me|my account|@\w+)\b.{0,30}\b(?:admin|owner|maintainer|collaborator|write access|permission)\b/i,
  // A CodeBundle looks at systems; which files it consists of is not the requester's to say.
  /\b(?:write|create|add|append|put|commit)\s+(?:also\s+)?(?:the\s+|a\s+|another\s+)?file\s+[`"']?[\w.-]*\/[\w./-]+/i,
  /\b(?:disable|turn off|remove|weaken)\b.{0,30}\b(?:the )?(?:sandbox|gates?|safety|guardrails?|branch protection|secret scanning)\b/i,
]

/** True when a sentence or a list item addresses the assistant instead of describing a check. */
export function isInstruction(text: string): boolean {
  const line = text.slice(0, 2000)
  return patterns.some((pattern) => pattern.test(line))
}

/** Sentences of a text, in order; lines and list items end a sentence. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)]|#{1,6}|>)\s+/, '').split(/(?<=[.!?])\s+(?=[A-Z0-9"'`(])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

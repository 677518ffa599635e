import type { SecurityFinding } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'
import type { ShellText } from '../shell/bundle-shell.ts'
import type { ShellCommand } from '../shell/command.ts'

/** Commands that leak, run what they did not bring, or trust everybody. */

interface Hazard {
  id: string
  severity: SecurityFinding['severity']
  hint: string
  /** What is wrong with the command; null when nothing is. */
  find(command: ShellCommand, text: ShellText): string | null
}

/** A variable that holds a credential, by its name. Names of secrets, files with them and counts of them are none. */
const credential = /^\w*(?:PASSWORD|PASSWD|CLIENT_SECRET|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|(?:^|_)TOKEN|(?:^|_)SECRET|BEARER)$/i

/** Where a long list goes on. */
const cursor = /^(?:next|page|next_?page|continue|continuation)_?token$/i

function credentialIn(words: readonly string[]): string | null {
  for (const word of words) {
    // `${X:+set}`, `${#X}` and `${X:0:4}` show that there is one, not what it is.
    for (const match of word.matchAll(/\$(?:\{([A-Za-z_]\w*)(?::?-[^}]*)?\}|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[2] ?? ''
      if (credential.test(name) && !cursor.test(name)) return name
    }
  }
  return null
}

const printers = new Set(['echo', 'printf'])
const shells = /^(?:.*\/)?(?:ba|z|da|k)?sh$|^(?:.*\/)?python\d?(?:\.\d+)?$|^source$|^\.$/

const xtrace: Hazard = {
  id: 'shell/xtrace',
  severity: 'warn',
  hint: 'Remove it: every command is printed with the values of its variables, credentials among them.',
  find: ({ words: [name, ...args], before, isBranch }) => {
    // Behind a condition it is for debugging, or restores what was.
    if (before === '&&' || isBranch) return null
    const isSet = name === 'set' && (args.some((word) => /^-[a-z]*x/.test(word)) || (args.includes('-o') && args.includes('xtrace')))
    const isBash = name !== undefined && shells.test(name) && args[0] !== undefined && /^-[a-z]*x[a-z]*$/.test(args[0])
    return isSet || isBash ? 'Commands are traced with their values.' : null
  },
}

/** A function of the shell returns a value by printing it, alone or in a format. */
function isReturnedValue(name: string, args: readonly string[]): boolean {
  const values = name === 'printf' ? args.slice(1) : args.filter((word) => !/^-[neE]+$/.test(word))
  return values.length === 1 && /^\$\{?\w+\S*$/.test(values[0] ?? '')
}

const printedSecret: Hazard = {
  id: 'secret/printed',
  severity: 'warn',
  hint: 'Do not print it; whatever a task prints is kept in its report.',
  find: ({ words: [name, ...args], redirects, after, depth, next, isInFunction }) => {
    if (name === undefined || !printers.has(name) || depth > 0) return null
    if (isInFunction && isReturnedValue(name, args)) return null
    if (redirects.some(({ operator }) => /^(>|>>|>\||&>|&>>)$/.test(operator)) || (after === '|' && next?.words[0] !== 'tee')) return null
    const found = credentialIn(args)
    return found === null ? null : `Prints the value of ${found}.`
  },
}

/** Commands whose whole output is a credential. */
export const credentialCommand =
  /^(gcloud (auth|beta auth|alpha auth) (application-default )?print-(access|identity)-token|az account get-access-token|aws ecr(-public)? get-login-password|aws sts (get-session-token|assume-role)|(kubectl|oc) create token|oc whoami (-t|--show-token)|(kubectl|oc) config view .*--raw|gh auth token)/

const printedToken: Hazard = {
  id: 'secret/printed',
  severity: 'warn',
  hint: 'Take it into a variable, and hand it to the command that needs it by standard input or a file.',
  find: ({ words, redirects, after, depth, isInFunction }, { isScript }) => {
    if (!isScript || depth > 0 || isInFunction || after === '|' || redirects.some(({ operator }) => /^(>|>>|>\||&>|&>>)$/.test(operator)))
      return null
    const line = words.join(' ')
    return credentialCommand.test(line) ? `"${words.slice(0, 4).join(' ')}" prints a credential.` : null
  },
}

/** Files that people read or that are kept. One named after what it holds is made to be handed to a tool. */
const kept = /report|issues?\b|results?|output|summary|findings?|debug|artifact|\.(log|txt|md|html)\b/i
const keyFile = /token|secret|cred|key|auth|kube|netrc|pgpass|mktemp|tmp/i

const writtenSecret: Hazard = {
  id: 'secret/written',
  severity: 'warn',
  hint: 'Leave it out: files beside a report are kept and shown with it.',
  find: ({ words, redirects, depth }) => {
    const target = redirects.find(({ operator }) => /^(>|>>|>\||&>|&>>)$/.test(operator))?.target
    if (target === undefined || depth > 0 || !kept.test(target) || keyFile.test(target)) return null
    const isCommand = credentialCommand.test(words.join(' '))
    const name = /^(echo|printf|jq)$/.test(words[0] ?? '') ? credentialIn(words.slice(1)) : null
    if (name === null && !isCommand) return null
    return `Writes ${name === null ? 'a credential' : `the value of ${name}`} into ${target}.`
  },
}

/** Files of credentials, by the variables that name them and by where a cluster puts them. */
const credentialFile =
  /\$\{?(\w*KUBECONFIG|GOOGLE_APPLICATION_CREDENTIALS|\w*(CREDENTIALS?|PRIVATE_KEY|TOKEN)_FILE)\b|\/var\/run\/secrets\/|\/\.aws\/credentials|\/\.kube\/config/

const printedFile: Hazard = {
  id: 'secret/printed',
  severity: 'warn',
  hint: 'Do not print it; say that it is there.',
  find: ({ words: [name, ...args], redirects, after, next, depth, isInFunction }, { isScript }) => {
    const isKept = after !== '|' || /^(sort|tee|cat)$/.test(next?.words[0] ?? '')
    if (!isScript || depth > 0 || isInFunction || !isKept || redirects.some(({ operator }) => /^&?>/.test(operator))) return null
    if (name === 'printenv' || name === 'env') return args.length === 0 ? 'Prints every variable, credentials among them.' : null
    return name === 'cat' && args.some((word) => credentialFile.test(word)) ? `Prints the file ${args.at(-1)}.` : null
  },
}

const evaluation: Hazard = {
  id: 'shell/eval',
  severity: 'advise',
  hint: 'Call the command itself; keep its arguments in an array.',
  find: ({ words: [name, ...args] }) =>
    name === 'eval' && args.some((word) => /\$|`/.test(word)) ? 'Text from variables is run as a command.' : null,
}

const download: Hazard = {
  id: 'shell/download',
  severity: 'block',
  hint: 'Put the program into the image, or fetch a fixed version and check its hash.',
  find: (command) => {
    const [name = '', ...args] = command.words
    const fetches = (one: ShellCommand) => /^(?:.*\/)?(curl|wget)$/.test(one.words[0] ?? '')
    const pipes = fetches(command) && command.after === '|' && runsInput(command.next)
    const takes =
      (shells.test(name) || name === 'eval') && args.length > 0 && command.nested.some((one) => fetches(one)) && isTakenAsCode(name, args)
    return pipes || takes ? 'What is downloaded is run at once.' : null
  },
}

function runsInput(next: ShellCommand | null): boolean {
  const [name = '', ...args] = next?.words ?? []
  const [program = '', ...rest] = name === 'sudo' ? args : [name, ...args]
  // With a program of its own a shell reads the download as data.
  return (
    shells.test(program) &&
    rest.every((word) => word === '-' || word === '-s' || word === '--' || (/^-/.test(word) && !/^-[cm]/.test(word)))
  )
}

function isTakenAsCode(name: string, args: readonly string[]): boolean {
  return name === 'eval' || /^(<?\()/.test(args[0] ?? '') || (args[0] === '-c' && /^\$\(/.test(args[1] ?? ''))
}

const insecure: Hazard = {
  id: 'tls/off',
  severity: 'warn',
  hint: "Check the certificate; give the issuer's with --cacert or its like.",
  find: ({ words: [name = '', ...args], assigns }) => {
    const off = assigns.find(
      ({ name: key, value }) =>
        (key === 'NODE_TLS_REJECT_UNAUTHORIZED' && value === '0') ||
        (key === 'PYTHONHTTPSVERIFY' && value === '0') ||
        (key === 'GIT_SSL_NO_VERIFY' && /^(1|true)$/i.test(value)) ||
        (key === 'AZURE_CLI_DISABLE_CONNECTION_VERIFICATION' && /^(1|true)$/i.test(value)),
    )
    if (off) return `${off.name} turns the check of certificates off.`
    const tool = name.replace(/^.*\//, '')
    const flag = args.find(
      (word) =>
        (tool === 'curl' && (word === '--insecure' || /^-[a-zA-Z]*k[a-zA-Z]*$/.test(word))) ||
        (tool === 'wget' && word === '--no-check-certificate') ||
        /^--insecure-skip-tls-verify(=true)?$/.test(word) ||
        word === '--no-verify-ssl',
    )
    return flag ? `${tool || 'The command'} runs with ${flag}: anybody on the way can answer.` : null
  },
}

const hazards: readonly Hazard[] = [xtrace, printedSecret, printedToken, printedFile, writtenSecret, evaluation, download, insecure]

/** Findings in the shell texts of a bundle. */
export function shellHazards(texts: readonly ShellText[]): SecurityFinding[] {
  return texts.flatMap((text) =>
    text.commands.flatMap((command) =>
      hazards.flatMap(({ id, severity, hint, find }) => {
        const message = find(command, text)
        return message === null ? [] : [{ id, severity, file: text.file, line: command.line, message, hint }]
      }),
    ),
  )
}

/** Scripts whose first line turns the trace on. */
export function tracedScripts(facts: BundleFacts): SecurityFinding[] {
  return facts.scripts
    .filter(({ path, text }) => !path.startsWith(`${facts.path}/.`) && /^#!.*sh\s+-[a-z]*x/.test(text))
    .map(({ path }) => ({
      id: xtrace.id,
      severity: xtrace.severity,
      file: path,
      line: 1,
      message: 'The first line traces every command with its values.',
      hint: xtrace.hint,
    }))
}

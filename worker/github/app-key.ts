/**
 * Why `pem` cannot be used as the App's private key, or null when it can. Web Crypto reads PKCS#8 only, while GitHub hands out PKCS#1.
 * The text never quotes the key.
 */
export function appKeyProblem(pem: string): string | null {
  const text = normalisedKey(pem)
  if (text === '') return 'GITHUB_APP_PRIVATE_KEY is not set.'
  if (text.includes('-----BEGIN RSA PRIVATE KEY-----')) {
    return 'GITHUB_APP_PRIVATE_KEY is in the PKCS#1 form that GitHub hands out. Convert it: openssl pkcs8 -topk8 -nocrypt -in app.pem -out app-pkcs8.pem'
  }
  if (text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----'))
    return 'GITHUB_APP_PRIVATE_KEY is protected by a passphrase; store it without one.'
  if (!/^-----BEGIN PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----$/.test(text)) {
    return 'GITHUB_APP_PRIVATE_KEY is not a whole PKCS#8 key in PEM form (from BEGIN PRIVATE KEY to END PRIVATE KEY).'
  }
  return null
}

/** The key with the line breaks that one-line environment files write as `\n`. */
export function normalisedKey(pem: string): string {
  return pem.replaceAll('\\n', '\n').replaceAll('\r', '').trim()
}

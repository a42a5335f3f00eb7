import { toBase64 } from '../mime/base64.ts'
import { RANDOM_BYTES } from './limits.ts'

/** RFC 4648, section 5, without padding. */
function base64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)))
}

/** The `S256` challenge of a verifier, RFC 7636 section 4.2. */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(digest))
}

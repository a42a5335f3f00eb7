/** A size for people: the number with at most one digit behind the point, and which unit its text is under `mail.size`. */
export function fileSize(bytes: number): { unit: 'bytes' | 'kilobytes' | 'megabytes'; value: number } {
  if (bytes < 1_000) return { unit: 'bytes', value: bytes }
  const kilobytes = bytes / 1_000
  if (kilobytes < 1_000) return { unit: 'kilobytes', value: Math.round(kilobytes) }
  return { unit: 'megabytes', value: Math.round(kilobytes / 100) / 10 }
}

/** What can be imported: a message, or a file of many. */
const ENDINGS = ['.eml', '.mbox', '.mbx']
const TYPES = ['message/rfc822', 'application/mbox']

/** For a field that takes files. */
export const MAIL_FILES = [...ENDINGS, ...TYPES].join()

export function isMailFile({ name, type }: File): boolean {
  return TYPES.includes(type) || ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))
}

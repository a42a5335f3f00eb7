/**
 * The tag dates are written by: of the languages the browser prefers, the first that is the page's, with its region.
 * `en` alone would give everyone the American clock.
 */
export function dateLocale(locale: string, languages: readonly string[] = navigator.languages): string {
  return languages.find((tag) => tag.toLowerCase().split('-')[0] === locale.toLowerCase()) ?? locale
}

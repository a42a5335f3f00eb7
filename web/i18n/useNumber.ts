import { useI18n } from 'petite-vue-i18n'

const formats = new Map<string, Intl.NumberFormat>()

/** Numbers as the page's language writes them. petite-vue-i18n has none; vue-i18n's own `n` makes a format for each number, which takes as long as a row. */
export function useNumber(): (value: number) => string {
  const { locale } = useI18n()
  return (value) => {
    const format = formats.get(locale.value) ?? new Intl.NumberFormat(locale.value)
    formats.set(locale.value, format)
    return format.format(value)
  }
}
